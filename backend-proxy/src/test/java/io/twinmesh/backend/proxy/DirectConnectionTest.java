package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinmesh.api.model.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transparent listener without any rules: whoever connects to it must have meant the listener itself. */
class DirectConnectionTest {

    @BeforeEach
    void privileges() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "IP_TRANSPARENT: user " + System.getProperty("user.name") + " (expected: root)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:0", "[::1]:0", "[::]:0"})
    void isRefusedAtOnceAndNobodyIsAsked(String listener) throws Exception {
        FakeKernel kernel = FakeKernel.to(Endpoint.of("127.0.0.1", 1));
        try (Sidecar sidecar = Sidecar.of(kernel, "outbound", listener, "outbound-mode", "transparent")) {
            for (int i = 0; i < 50; i++) {
                try (RawClient client = sidecar.connect()) {
                    assertTrue(client.isClosedByPeer());
                }
            }

            assertEquals(50, sidecar.counter("downstream_loop_refused"));
            assertEquals(0, sidecar.counter("upstream_connected"));
            assertEquals(0, kernel.asked.size());
        }
    }
}
