package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Decision;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyBackendProviderTest {

    private static MeshBackend create(MeshConfig.Builder config) {
        return new ProxyBackendProvider().create(Sidecar.context(config.build(), null));
    }

    @Test
    void clientSendsEverythingToTheSidecarWithoutAKernel() {
        RpcRequest request =
                RpcRequest.builder(MethodKey.of("demo.Hello", "say")).build();
        try (MeshBackend client = create(MeshConfig.builder("cart"))) {
            assertEquals(
                    new Decision.Forward("sidecar", Endpoint.of("0:0:0:0:0:0:0:1", 15001))
                            .toString()
                            .replace("0:0:0:0:0:0:0:1", "::1"),
                    client.outbound(request).decision().toString().replace("0:0:0:0:0:0:0:1", "::1"));
            assertEquals(Decision.Admit.ADMIT, client.inbound(request).decision());
        }
    }

    @Test
    void clientKnowsOneAddressForEveryService() {
        List<Endpoint> told = new ArrayList<>();
        try (MeshBackend client = create(MeshConfig.builder("cart").option("sidecar", "10.0.0.7:16001"))) {
            client.watch("demo.Hello", told::addAll).close();
        }

        assertEquals(List.of(Endpoint.of("10.0.0.7", 16001)), told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role     | proxy        | option 'role': proxy (expected: client or sidecar)",
                "sidecar  | nowhere      | option 'sidecar': nowhere (expected: HOST:PORT, IPv6 in brackets, port 0 to 65535)",
                "sidecar  | 10.0.0.1:0   | option 'sidecar': 10.0.0.1:0 (expected: a port from 1 to 65535)",
            })
    void wrongOptionOfAClientIsNamed(String option, String value, String message) {
        MeshConfigurationException refusal = assertThrows(
                MeshConfigurationException.class,
                () -> create(MeshConfig.builder("cart").option(option, value)));

        assertEquals(message, refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outbound | ::1:15001               | option 'outbound': ::1:15001 (expected: HOST:PORT, IPv6 in brackets, port 0 to 65535)",
                "outbound | 127.0.0.1:70000         | option 'outbound': 127.0.0.1:70000 (expected: HOST:PORT, IPv6 in brackets, port 0 to 65535)",
                "inbound  | 127.0.0.1:0             | option 'inbound': 127.0.0.1:0 (expected: HOST:PORT=APP_HOST:APP_PORT)",
                "inbound  | 127.0.0.1:0=127.0.0.1:0 | option 'inbound': 127.0.0.1:0=127.0.0.1:0 (expected: an application port from 1 to 65535)",
                "workers  | 0                       | option 'workers': 0 (expected: a whole number from 1 to 1024)",
                "unknown-serialization | drop | option 'unknown-serialization': drop (expected: pass or refuse)",
                "drain-ms | soon                    | option 'drain-ms': soon (expected: a whole number from 0 to 86400000)",
            })
    void wrongOptionOfASidecarIsNamed(String option, String value, String message) {
        MeshConfigurationException refusal = assertThrows(
                MeshConfigurationException.class,
                () -> create(
                        MeshConfig.builder("cart").option("role", "sidecar").option(option, value)));

        assertEquals(message, refusal.getMessage());
    }

    @Test
    void sidecarWithoutListenersIsRefused() {
        MeshConfigurationException refusal = assertThrows(
                MeshConfigurationException.class,
                () -> create(MeshConfig.builder("cart").option("role", "sidecar")));

        assertEquals("options 'outbound' and 'inbound': none (expected: at least one of them)", refusal.getMessage());
    }

    @Test
    void takenAddressIsNamedAndNothingStaysOpen() throws Exception {
        try (Sidecar first = Sidecar.outbound(FakeKernel.to(Endpoint.of("10.0.0.1", 1)))) {
            String taken = Addresses.text(first.address());
            MeshConfigurationException refusal = assertThrows(
                    MeshConfigurationException.class,
                    () -> new ProxyBackendProvider()
                            .create(Sidecar.context(
                                    MeshConfig.builder("cart")
                                            .option("role", "sidecar")
                                            .option("outbound", taken)
                                            .build(),
                                    first.kernel)));

            assertEquals("option 'outbound'", refusal.subject());
        }
    }
}
