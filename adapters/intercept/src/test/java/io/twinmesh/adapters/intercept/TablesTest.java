package io.twinmesh.adapters.intercept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Root;
import io.twinmesh.api.Direction;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of the machine's tables by installing, replacing, removing and failing; needs root. */
@Timeout(60)
class TablesTest {

    private Network network;
    private Interception pod;

    @BeforeEach
    void build() {
        Root.assume();
        network = new Network();
        pod = new Interception(network.pod());
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private static InterceptConfig both(Tool tool, String ports) {
        Inbound inbound = Configs.inbound(tool, ports, true).inbound();
        return Configs.of(tool, Configs.outbound(ports), inbound).openIn(EnumSet.allOf(Direction.class));
    }

    /** Rules of others beside ours, and the tables that a kernel keeps once they have been used. */
    private void haveNeighbours(Tool tool) {
        Root.assume(tool);
        if (tool == Tool.NFT) {
            network.pod().must("table inet other { chain c { tcp dport 1 counter; }; }\n", List.of("nft", "-f", "-"));
        } else {
            network.inPod(tool.word() + " -t mangle -A OUTPUT -p tcp --dport 1 -j MARK --set-mark 7");
            network.inPod(tool.word() + " -t mangle -N OTHER");
            network.inPod(tool.word().replace("ip", "ip6") + " -t mangle -N OTHER");
        }
        network.inPod("ip rule add pref 900 fwmark 7 lookup 77");
        network.inPod("ip route add 192.0.2.0/24 dev eth0 table 77");
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void afterRemovalEverythingIsByteForByteAsBefore(Tool tool) {
        haveNeighbours(tool);
        String before = network.state();

        assertEquals(tool, pod.apply(both(tool, "20880-20889")));
        assertNotEquals(before, network.state());
        assertTrue(pod.remove());
        assertEquals(before, network.state());
        assertFalse(pod.remove());
        assertEquals(before, network.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT"})
    void aMachineThatHadNoTablesHasNoneAfterwards(Tool tool) {
        Root.assume(Tool.NFT);
        String before = network.state();

        pod.apply(both(tool, "20880"));
        pod.apply(both(tool, "20881"));
        pod.remove();

        assertEquals(before, network.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void appliedTwiceIsAppliedOnce(Tool tool) {
        haveNeighbours(tool);

        pod.apply(both(tool, "20880"));
        String once = network.state();
        pod.apply(both(tool, "20880"));

        assertEquals(once, network.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void otherOptionsTakeThePlaceOfTheOldOnes(Tool tool) {
        haveNeighbours(tool);
        pod.apply(Configs.inbound(tool, "20881", false));
        String wanted = network.state();

        pod.apply(both(tool, "20880"));
        pod.apply(Configs.inbound(tool, "20881", false));

        assertEquals(wanted, network.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void anotherToolTakesThePlaceOfTheOldOne(Tool tool) {
        haveNeighbours(tool);
        String before = network.state();

        pod.apply(both(tool, "20880"));
        pod.apply(both(tool == Tool.NFT ? Tool.IPTABLES_NFT : Tool.NFT, "20880"));
        pod.apply(both(tool, "20880"));
        pod.remove();

        assertEquals(before, network.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void aStepThatFailsTakesEverythingBeforeItBack(Tool tool) {
        haveNeighbours(tool);
        String before = network.state();
        int failures = failEveryStepOnce(both(tool, "20880"), before);
        assertTrue(failures >= 7, failures + " steps");
        pod.remove();

        pod.apply(Configs.outbound(tool, "7000"));
        String first = network.state();
        assertTrue(failEveryStepOnce(both(tool, "20880"), first) >= 3);
    }

    /** Fails the first step, then the second and so on, until none fails any more. */
    private int failEveryStepOnce(InterceptConfig config, String before) {
        for (int step = 0; ; step++) {
            FailingHost host = new FailingHost(network.pod(), step);
            try {
                new Interception(host).apply(config);
                return step;
            } catch (InterceptException e) {
                assertTrue(e.getMessage().endsWith("; everything is as before"), e.getMessage());
                assertEquals(before, network.state(), "after step " + step);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whatAProcessThatWasKilledLeftHalfDoneIsRemoved(Tool tool) {
        haveNeighbours(tool);
        String before = network.state();
        int steps = 0;
        while (!isDone(new StoppingHost(network.pod(), steps), both(tool, "20880"))) {
            pod.remove();
            assertEquals(before, network.state(), "after " + steps + " steps");
            steps++;
        }
        assertTrue(steps >= 7, steps + " steps");
    }

    private static boolean isDone(Host host, InterceptConfig config) {
        try {
            new Interception(host).apply(config);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void withoutTheCapabilityNothingIsInstalledAndNothingIsSaidToBeRemoved(Tool tool) {
        haveNeighbours(tool);
        String before = network.state();
        Interception weak =
                new Interception(network.pod("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin"));

        assertThrows(InterceptException.class, () -> weak.apply(both(tool, "20880")));
        assertThrows(InterceptException.class, weak::remove);

        assertEquals(before, network.state());
        assertEquals(
                "fail net-admin",
                weak.check(both(tool, "20880")).stream()
                        .map(finding -> finding.level().word() + " " + finding.check())
                        .findFirst()
                        .orElse(""));
    }

    private static boolean changes(List<String> command) {
        return command.contains("add")
                || command.contains("del")
                || command.contains("-f") && !command.contains("--check")
                || command.get(0).endsWith("-restore");
    }

    /** One change fails, all the others are made. */
    private static final class FailingHost implements Host {

        private final Host host;
        private int left;

        FailingHost(Host host, int step) {
            this.host = host;
            this.left = step;
        }

        @Override
        public Output run(String input, List<String> command) {
            return changes(command) && left-- == 0 ? new Output(1, "", "made to fail") : host.run(input, command);
        }

        @Override
        public String read(String path) {
            return host.read(path);
        }

        @Override
        public boolean has(String program) {
            return host.has(program);
        }
    }

    /** Some changes are made, and then the process is gone. */
    private static final class StoppingHost implements Host {

        private final Host host;
        private int left;

        StoppingHost(Host host, int steps) {
            this.host = host;
            this.left = steps;
        }

        @Override
        public Output run(String input, List<String> command) {
            if (changes(command) && left-- <= 0) {
                throw new IllegalStateException("stopped");
            }
            return host.run(input, command);
        }

        @Override
        public String read(String path) {
            return host.read(path);
        }

        @Override
        public boolean has(String program) {
            return host.has(program);
        }
    }
}
