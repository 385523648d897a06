package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterceptCommandTest {

    private static Said said(String arguments) {
        return Said.by(("intercept " + arguments).strip().split(" +"));
    }

    @Test
    void showPrintsEveryCommandWithItsInput() {
        Said said = said("show --uid 1337 --outbound-port 15001 --outbound 20880-20889 --exclude-outbound 20885"
                + " --source-ports 32768-60999 --ipv4-only --with nft");

        assertEquals(0, said.status(), said.err());
        assertEquals("""
                ip -4 rule add pref 1000 fwmark 1 lookup 100 protocol 84
                ip -4 route add local default dev lo table 100 proto 84
                nft -f - <<'END'
                table ip twinmesh {
                	chain output {
                		type route hook output priority mangle; policy accept;
                		meta l4proto != tcp return
                		oifname "lo" return
                		meta mark != 0 return
                		meta skuid 1337 return
                		tcp sport != { 32768-60999 } return
                		tcp dport { 20880-20884, 20886-20889 } meta mark set 1
                	}
                	chain prerouting {
                		type filter hook prerouting priority mangle; policy accept;
                		iifname "lo" meta l4proto tcp meta mark 1 tproxy to :15001 accept
                		iifname "lo" meta l4proto tcp meta mark 1 fib daddr type != local drop
                	}
                }
                END
                """, said.out());
    }

    @Test
    void theSidecarsOwnPortsAreNoApplication() {
        Said said = said("show --outbound-port 15001 --inbound-port 15006 --inbound 15000-15010 --with nft");

        assertTrue(said.out().contains("tcp dport { 15000, 15002-15005, 15007-15010 } tproxy to :15006"), said.out());
    }

    @Test
    void checkSaysOfEachTrapWhetherItIsThere() {
        Said people = said("check --outbound-port 15001");
        Said programs = said("check --outbound-port 15001 --json");

        List<String> levels = people.out()
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .distinct()
                .toList();
        assertTrue(List.of("pass", "warn", "fail").containsAll(levels), people.out());
        JsonNode document = Json.parse(programs.out());
        assertEquals(people.out().lines().count(), document.path("checks").size());
        assertEquals(people.status() == 0, document.path("ok").asBoolean());
    }

    @Test
    void withoutASidecarNothingIsInstalledAndTheReasonIsOneLine() {
        Said said = said("apply --outbound-port 1");

        assertEquals(1, said.status());
        String last = said.err().lines().reduce("", (before, line) -> line);
        assertTrue(last.startsWith("mesh intercept apply: "), said.err());
        assertEquals("", said.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "show",
                "show --outbound-port 0",
                "show --outbound-port http",
                "show --outbound-port 15001 --outbound 5-3",
                "show --outbound-port 15001 --outbound 80 --exclude-outbound all",
                "show --outbound-port 15001 --uid me",
                "show --outbound-port 15001 --uid 5 --application-uid 5",
                "show --outbound-port 15001 --mark 1",
                "show --outbound-port 15001 --with ipfw",
                "show --outbound-port 15001 --ipv4-only --ipv6-only",
                "show --inbound-port 15006",
                "show --inbound 20880",
                "show --inbound-port 15006 --inbound 20880 --interface lo",
                "apply --outbound-port 15001 --ignore nonsense",
                "remove now",
                "guard --outbound-port 15001",
                "guard --id ../etc --outbound-port 15001",
                "guard --id cart",
                "guard --id cart --outbound-port 15001 --fail maybe",
                "guard --id cart --outbound-port 15001 --fail sideways=open",
                "guard --id cart --outbound-port 15001 --open-after-ms 1"
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments) {
        Said said = said(arguments);

        assertEquals(2, said.status(), said.err());
        assertEquals(
                1, said.err().lines().filter(line -> !line.startsWith("warn: ")).count(), said.err());
        assertTrue(said.err().contains("mesh intercept"), said.err());
        assertEquals("", said.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "check", "apply", "remove", "guard"})
    void everySubcommandHasHelpWithExamples(String command) {
        Said said = said(command + " --help");

        assertEquals(0, said.status());
        assertTrue(said.out().contains("Examples:"), said.out());
        assertTrue(said.out().contains("mesh intercept " + command), said.out());
    }
}
