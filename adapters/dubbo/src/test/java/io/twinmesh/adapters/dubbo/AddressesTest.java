package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.Endpoint;
import java.net.InetAddress;
import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.utils.NetUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final URL CONSUMER = URL.valueOf("consumer://192.0.2.1/a.B?interface=a.B");

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "127.8.0.1", "::1", "fd00::7"})
    void endpointsComeBackFromTheirUrls(String address) {
        Endpoint endpoint = Endpoint.of(address, 20880);

        URL url = ProviderUrls.of(CONSUMER, List.of(endpoint)).get(0);

        assertEquals(endpoint, Addresses.endpoint(url));
        assertEquals(endpoint, Addresses.endpoint(URL.valueOf(url.toFullString())));
    }

    @Test
    void dubboLeavesALoopbackAddressAlone() throws Exception {
        String host = Addresses.host(Endpoint.of("127.0.0.1", 20880));

        assertEquals(host, NetUtils.filterLocalHost(host));
        assertEquals(InetAddress.getAllByName("127.0.0.1")[0], InetAddress.getAllByName(host)[0]);
    }
}
