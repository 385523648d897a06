package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Interception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModesTest {

    private static SidecarConfig config(String options) {
        MeshConfig.Builder builder = MeshConfig.builder("cart").option("role", "sidecar");
        for (String pair : options.split(" ", -1)) {
            int equals = pair.indexOf('=');
            builder.option(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return SidecarConfig.of(builder.build());
    }

    @Test
    void explicitModeHasNoMarkAndRefusesWhatNoRouteIsFor() {
        SidecarConfig config = config("outbound=[::1]:15001 inbound=[::]:15006=127.0.0.1:20880");

        assertEquals(0, config.mark());
        assertEquals(Interception.NONE, config.outbound().interception());
        assertEquals(Interception.NONE, config.inbound().get(0).interception());
    }

    @Test
    void transparentModeMarksItsSocketsAndPassesWhatNoRouteIsFor() {
        SidecarConfig config = config("outbound=[::]:15001 outbound-mode=transparent inbound=[::]:1=127.0.0.1:2");

        assertEquals(2, config.mark());
        assertEquals(new Interception(true, true, 0), config.outbound().interception());
        assertEquals(Interception.NONE, config.inbound().get(0).interception());
    }

    @Test
    void everyPartOfTransparentModeCanBeChosen() {
        SidecarConfig config = config("outbound=[::]:15001 outbound-mode=transparent unmatched=refuse mark=77"
                + " inbound=0.0.0.0:1,[::]:2 inbound-mode=transparent preserve-client-address=true keep-mark=78");

        assertEquals(77, config.mark());
        assertEquals(new Interception(true, false, 0), config.outbound().interception());
        assertEquals(new Interception(true, false, 78), config.inbound().get(0).interception());
        assertEquals(2, config.inbound().size());
    }

    @Test
    void clientAddressesAreKeptWithMarkThreeUnlessAnotherIsChosen() {
        String kept = "inbound=[::]:1 inbound-mode=transparent preserve-client-address=true";

        assertEquals(3, config(kept).inbound().get(0).interception().keepMark());
        assertEquals(3, config(kept + " keep-mark=7 mark=3").mark());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outbound-mode=tproxy | option 'outbound-mode': tproxy (expected: transparent or explicit)",
                "inbound-mode=yes | option 'inbound-mode': yes (expected: transparent or explicit)",
                "unmatched=drop | option 'unmatched': drop (expected: pass or refuse)",
                "unmatched=pass | option 'unmatched': pass (expected: refuse, unless option 'outbound-mode' is transparent)",
                "preserve-client-address=true | option 'preserve-client-address': true (expected: false, unless option 'inbound-mode' is transparent)",
                "inbound-mode=transparent inbound=[::]:15006=127.0.0.1:20880 | option 'inbound': [::]:15006=127.0.0.1:20880 (expected: HOST:PORT alone in mode transparent)",
                "mark=1 | option 'mark': 1 (expected: neither 1 nor 3, which the interception rules use)",
                "mark=3 | option 'mark': 3 (expected: neither 1 nor 3, which the interception rules use)",
                "mark=7 keep-mark=7 | option 'mark': 7 (expected: neither 1 nor 7, which the interception rules use)",
                "keep-mark=1 | option 'keep-mark': 1 (expected: not 1, which the interception rules use)",
                "keep-mark=0 | option 'keep-mark': 0 (expected: a whole number from 1 to 2147483647)",
                "mark=-2 | option 'mark': -2 (expected: a whole number from 0 to 2147483647)",
                "detect-timeout-ms=0 | option 'detect-timeout-ms': 0 (expected: a whole number from 1 to 60000)",
            })
    void whatDoesNotGoTogetherIsNamed(String options, String message) {
        MeshConfigurationException refusal =
                assertThrows(MeshConfigurationException.class, () -> config("outbound=[::1]:0 " + options));

        assertEquals(message, refusal.getMessage());
    }

    /** What a start ends with in a JVM of less privileges or without epoll. */
    private static String refusal(String[] options, String... command) throws Exception {
        try (OtherJvm jvm = new OtherJvm(command)) {
            return jvm.run(() -> assertThrows(
                            MeshConfigurationException.class,
                            () -> Sidecar.of(FakeKernel.to(Endpoint.of("127.0.0.1", 1)), options))
                    .getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outbound,[::1]:0,outbound-mode,transparent | option 'outbound-mode': transparent: setsockopt IP_TRANSPARENT: | (expected: CAP_NET_ADMIN or CAP_NET_RAW)",
                "inbound,[::1]:0,inbound-mode,transparent | option 'inbound-mode': transparent: setsockopt IP_TRANSPARENT: | (expected: CAP_NET_ADMIN or CAP_NET_RAW)",
                "outbound,[::1]:0,mark,7 | option 'mark': 7: setsockopt SO_MARK: | (expected: CAP_NET_ADMIN, or CAP_NET_RAW on Linux 5.17 and later)",
            })
    void missingPrivilegeIsOneLine(String options, String beginning, String end) throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        String[] without = root ? new String[] {"setpriv", "--bounding-set", "-net_admin,-net_raw"} : new String[0];

        String said = refusal(options.split(",", -1), without);

        assertTrue(said.startsWith(beginning) && said.contains("Operation not permitted") && said.endsWith(end), said);
        assertEquals(1, said.lines().count());
    }

    @Test
    void withoutEpollThereIsNoInterception() throws Exception {
        String[] noEpoll = {"env", "JAVA_TOOL_OPTIONS=-Dio.netty.transport.noNative=true"};

        assertEquals(
                "option 'outbound-mode': transparent: unavailable with transport nio (expected: epoll, on Linux)",
                refusal(new String[] {"outbound", "[::1]:0", "outbound-mode", "transparent"}, noEpoll));
        assertEquals(
                "option 'mark': 5: unavailable with transport nio (expected: epoll, on Linux)",
                refusal(new String[] {"outbound", "[::1]:0", "mark", "5"}, noEpoll));
    }
}
