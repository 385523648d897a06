package io.twinmesh.adapters.intercept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.LocalHost;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Marks;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done, option set by option set, equals files that are reviewed like code. With {@code -Dgolden.write=true} they are written instead of
 * compared.
 */
class GoldenRulesTest {

    private static final Path FILES = Path.of("src/test/resources/golden");

    private static Map<String, InterceptConfig> cases() {
        Map<String, InterceptConfig> cases = new LinkedHashMap<>();
        cases.put("outbound-all", Configs.outbound(Tool.NFT, "all"));
        cases.put("outbound-ports", Configs.outbound(Tool.NFT, "20880-20889,30000"));
        cases.put(
                "outbound-many-ports", Configs.outbound(Tool.NFT, "1-2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,40-50"));
        cases.put("application-users", Configs.of(Tool.NFT, users(), null));
        cases.put("inbound", Configs.inbound(Tool.NFT, "20880", false));
        cases.put("inbound-keep-address", Configs.inbound(Tool.NFT, "all", true));
        cases.put("both-directions", both(EnumSet.allOf(Family.class)));
        cases.put("both-directions-ipv4-only", both(EnumSet.of(Family.IPV4)));
        cases.put("open", both(EnumSet.allOf(Family.class)).openIn(EnumSet.allOf(Direction.class)));
        return cases;
    }

    private static Outbound users() {
        return new Outbound(15001, Ports.ALL, Ports.ALL, List.of(), List.of(1002L, 1001L));
    }

    private static InterceptConfig both(EnumSet<Family> families) {
        Inbound inbound = new Inbound(15006, Ports.parse("20880,20881,8080"), List.of("eth0", "eth1"), true);
        Marks marks = new Marks(0x20, 0x10, 0x30);
        return new InterceptConfig(
                Tool.NFT, families, Configs.outbound("20880"), inbound, marks, true, 7, 50, Set.of());
    }

    static Stream<String> names() {
        return cases().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void byNft(String name) throws IOException {
        assertGolden(name + ".nft.txt", cases().get(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void byIptables(String name) throws IOException {
        assertGolden(name + ".iptables.txt", cases().get(name).by(Tool.IPTABLES));
    }

    private static void assertGolden(String file, InterceptConfig config) throws IOException {
        Host machine = new LocalHost();
        String shown = new Interception(machine).show(config);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(FILES.resolve(file), shown);
        }
        assertEquals(Files.readString(FILES.resolve(file)), shown, file);
    }
}
