package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfCheckTest {

    private static MeshConfig.Builder sidecar() {
        return MeshConfig.builder("cart").option("role", "sidecar").option("outbound", "[::1]:15001");
    }

    private static List<String> warnings(MeshConfig.Builder config) {
        return SelfCheck.warnings(SidecarConfig.of(config.build()));
    }

    @Test
    void withoutTheOptionThereIsNoAdminPort() {
        assertNull(SidecarConfig.of(sidecar().build()).admin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:15000", "127.0.0.1:15000", "localhost:15000"})
    void anAdminPortOnLoopbackIsFine(String admin) {
        assertEquals(List.of(), warnings(sidecar().option("admin", admin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::]:15000", "0.0.0.0:15000", "10.0.0.1:15000"})
    void anAdminPortThatOthersReachIsNamed(String admin) {
        List<String> warnings = warnings(sidecar().option("admin", admin));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("listener admin: " + admin + " (expected: [::1] or"), warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:15001", "127.8.8.8:15001"})
    void anOutboundListenerThatDubboConsumersDoNotReachIsNamed(String outbound) {
        List<String> warnings = warnings(sidecar().option("outbound", outbound));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("listener outbound: " + outbound), warnings::toString);
    }

    /** On all addresses it is on that of the first network interface, too, which is where consumers are led. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:15001", "[::]:15001", "10.0.0.1:15001"})
    void anOutboundListenerThatTheyReachIsFine(String outbound) {
        assertEquals(List.of(), warnings(sidecar().option("outbound", outbound)));
    }

    @Test
    void interceptedConnectionsDoNotComeToLoopback() {
        List<String> warnings =
                warnings(sidecar().option("inbound", "127.0.0.1:15006").option("inbound-mode", "transparent"));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("listener inbound: 127.0.0.1:15006"), warnings::toString);
    }
}
