package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.config.MeshConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class QuickSidecarTest {

    private static final String FULL =
            "sidecar --rules r --application cart --id one --outbound [::1]:1 --inbound [::1]:2=[::1]:3"
                    + " --inbound [::1]:4=[::1]:5 --admin [::1]:6 --metrics [::1]:7 --workers 2 --label env=gray --option stats.levels=none"
                    + " --parent 9 --outbound-mode transparent --unmatched refuse --inbound-mode explicit --mark 7 --keep-mark 8"
                    + " --preserve-client-address";

    @Test
    void readsWhatPicocliReads() {
        SidecarCommand quick = QuickSidecar.parse(FULL.split(" "));
        SidecarCommand slow = new SidecarCommand();
        new CommandLine(slow).parseArgs(FULL.substring("sidecar ".length()).split(" "));

        assertNotNull(quick);
        assertEquals(described(slow.config()), described(quick.config()));
        assertEquals(slow.parent, quick.parent);
    }

    @Test
    void optionsBecomeThoseOfTheBackend() {
        MeshConfig config = QuickSidecar.parse(FULL.split(" ")).config();

        assertEquals("proxy", config.backend());
        assertEquals("cart", config.application());
        assertEquals(Path.of("r"), config.rules());
        assertEquals("sidecar", config.option("role"));
        assertEquals("[::1]:2=[::1]:3,[::1]:4=[::1]:5", config.option("inbound"));
        assertEquals("none", config.option("stats.levels"));
        assertEquals("transparent", config.option("outbound-mode"));
        assertEquals("explicit", config.option("inbound-mode"));
        assertEquals("refuse", config.option("unmatched"));
        assertEquals("7", config.option("mark"));
        assertEquals("8", config.option("keep-mark"));
        assertEquals("true", config.option("preserve-client-address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sidecar",
                "sidecar --help",
                "sidecar --rules r",
                "sidecar --rules=r --application=a",
                "sidecar --rules --application a",
                "sidecar --rules r --application a --workers x",
                "sidecar --rules r --application a --label x",
                "sidecar --rules r --application a --nope x",
                "sidecar --rules r --application a --admin",
                "sidecar --rules r --application a --admin --preserve-client-address",
                "analyze r"
            })
    void leavesEverythingUnusualToPicocli(String arguments) {
        assertNull(QuickSidecar.parse(arguments.split(" ")));
    }

    private static List<Object> described(MeshConfig config) {
        return List.of(
                config.application(),
                String.valueOf(config.rules()),
                config.labels(),
                List.of(
                                "role",
                                "id",
                                "outbound",
                                "inbound",
                                "admin",
                                "metrics",
                                "workers",
                                "stats.levels",
                                "outbound-mode",
                                "inbound-mode",
                                "unmatched",
                                "mark",
                                "keep-mark",
                                "preserve-client-address")
                        .stream()
                        .map(name -> String.valueOf(config.option(name)))
                        .toList());
    }
}
