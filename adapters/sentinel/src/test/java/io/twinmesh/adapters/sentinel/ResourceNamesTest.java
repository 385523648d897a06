package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceNamesTest {

    private static final MethodKey KEY =
            MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of("int", "long[]", "java.lang.String[][]"));

    private static MeshConfig.Builder config() {
        return MeshConfig.builder(Fixture.APPLICATION);
    }

    @Test
    void namesAreThoseOfSentinelsDubboAdapter() {
        ResourceNames names = ResourceNames.of(config().build());

        assertEquals("com.acme.Trade", names.service(Direction.INBOUND, KEY, "g"));
        assertEquals("com.acme.Trade:buy(int,[J,[[Ljava.lang.String;)", names.method(Direction.OUTBOUND, KEY, "g"));
    }

    @Test
    void prefixesDifferByDirection() {
        ResourceNames names = ResourceNames.of(config().option(ResourceNames.USE_PREFIX, "true")
                .option(ResourceNames.CONSUMER_PREFIX, "out:")
                .build());

        assertEquals("dubbo:provider:com.acme.Trade", names.service(Direction.INBOUND, KEY, null));
        assertEquals("out:com.acme.Trade", names.service(Direction.OUTBOUND, KEY, null));
    }

    @Test
    void prefixWithoutTheSwitchIsWithoutEffect() {
        ResourceNames names = ResourceNames.of(
                config().option(ResourceNames.CONSUMER_PREFIX, "out:").build());

        assertEquals("com.acme.Trade", names.service(Direction.OUTBOUND, KEY, null));
    }

    @Test
    void groupAndVersionKeepTheirPlaces() {
        ResourceNames names = new ResourceNames(true, "", "");

        assertEquals("com.acme.Trade:1.0.0:g", names.service(Direction.INBOUND, KEY, "g"));
        assertEquals("com.acme.Trade:1.0.0:", names.service(Direction.INBOUND, KEY, null));
        assertEquals("com.acme.Trade::", names.service(Direction.INBOUND, MethodKey.of("com.acme.Trade", "m"), null));
    }

    @Test
    void gateLooksAtTheGroupOfEachCall() {
        MeshConfig grouped =
                config().option(ResourceNames.GROUP_AND_VERSION, "true").build();
        try (Fixture mesh = new Fixture(grouped).with(FLOW, "[{resource:'com.acme.Trade:1.0.0:g', count:0}]")) {
            ThrottleGate gate = mesh.inbound(KEY);

            assertEquals(RequestDepth.ATTACHMENTS, gate.depth());
            assertEquals(0, passing(gate, 3, inGroup("g"), null));
            assertEquals(3, passing(gate, 3, inGroup("h"), null));
            assertEquals(3, passing(gate, 3, RpcRequest.builder(KEY).build(), null));
            assertEquals(List.of("flow:com.acme.Trade:1.0.0:g#0"), gate.rules());
            assertNull(mesh.plan().gate(Direction.INBOUND, MethodKey.of("com.acme.Trade", "buy")));
        }
    }

    private static RpcRequest inGroup(String group) {
        return RpcRequest.builder(KEY).attachment("group", group).build();
    }
}
