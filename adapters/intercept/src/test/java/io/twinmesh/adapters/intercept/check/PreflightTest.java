package io.twinmesh.adapters.intercept.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Marks;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each trap, set on a machine that has no other. */
class PreflightTest {

    private final FakeMachine machine = new FakeMachine();

    private static InterceptConfig config(boolean keep) {
        return new InterceptConfig(
                Tool.AUTO,
                EnumSet.allOf(Family.class),
                new Outbound(15001, Ports.ALL, Ports.parse("32768-60999"), List.of(), List.of()),
                new Inbound(15006, Ports.of(20880), List.of(), keep),
                Marks.USUAL,
                false,
                100,
                1000,
                Set.of());
    }

    /** What does not pass. */
    private Map<String, String> problems(InterceptConfig config) {
        Map<String, String> problems = new TreeMap<>();
        for (Finding finding : Preflight.check(machine, config)) {
            if (finding.level() != Finding.Level.PASS) {
                problems.put(finding.check(), finding.level().word());
            }
        }
        return problems;
    }

    private void assertOnly(String check, String level) {
        assertEquals(Map.of(check, level), problems(config(false)));
    }

    @Test
    void aMachineWithoutTrapsPasses() {
        assertEquals(Map.of(), problems(config(false)));
    }

    @Test
    void noCapability() {
        machine.files.put("/proc/self/status", "Name:\tjava\nCapEff:\t0000000000000000");
        assertOnly("net-admin", "fail");
    }

    @Test
    void anIpThatIsNotIproute2() {
        machine.outputs.put("ip -V", new Output(1, "", "BusyBox v1.36.1 multi-call binary."));
        assertOnly("routing-tool", "fail");
    }

    @Test
    void neitherIptablesNorNft() {
        machine.programs.remove("nft");
        assertOnly("filter-tool", "fail");
    }

    @Test
    void aKernelThatDoesNotTakeTheRules() {
        machine.outputs.put("unshare --net -- nft -f -", new Output(1, "", "Error: Could not process rule"));
        assertOnly("kernel-filter", "fail");
    }

    @Test
    void aKernelThatCannotTellAnswersByTheirSocketForIptables() {
        machine.programs.addAll(Set.of("iptables-restore", "ip6tables-restore"));
        machine.outputs.put(
                "unshare --net -- iptables-restore --noflush --wait 5",
                new Output(1, "", "iptables-restore: Couldn't load match `socket'"));

        Finding finding = Preflight.check(machine, config(false).by(Tool.IPTABLES)).stream()
                .filter(found -> found.check().equals("kernel-filter"))
                .findFirst()
                .orElseThrow();

        assertEquals(Finding.Level.FAIL, finding.level());
        assertTrue(finding.remedy().contains("xt_socket"), finding.remedy());
    }

    @Test
    void aKernelThatCannotBeTried() {
        machine.outputs.put("unshare --net -- nft -f -", new Output(1, "", "unshare: unshare failed"));
        assertOnly("kernel-filter", "warn");
    }

    @Test
    void addressesAreToBeKeptAndTheKernelDoesNotHelp() {
        assertEquals(Map.of("tcp-fwmark-accept", "fail"), problems(config(true)));
    }

    @Test
    void trackedConnections() {
        machine.files.put("/proc/sys/net/netfilter/nf_conntrack_count", "12");
        assertOnly("conntrack", "warn");
    }

    @Test
    void somebodyElseRoutesByOurMark() {
        machine.print("ip -N -4 rule show", "500:\tfrom all fwmark 0x1/0xff lookup 52");
        assertOnly("routing-marks", "fail");
    }

    @Test
    void somebodyElseRoutesByAnotherMark() {
        machine.print("ip -N -4 rule show", "500:\tfrom all fwmark 0x80000/0xff0000 lookup 52");
        assertEquals(Map.of(), problems(config(false)));
    }

    @Test
    void somebodyElseHasOurPreference() {
        machine.print("ip -N -6 rule show", "1001:\tfrom all lookup 52");
        assertOnly("routing-preference", "fail");
    }

    @Test
    void ourOwnRulesAreNoTrap() {
        machine.print("ip -N -4 rule show", "1000:\tfrom all fwmark 0x1 lookup 100 proto 84");
        machine.print("ip -N -4 route show table 100", "2 default dev lo proto 84 scope 254");
        machine.print("nft list ruleset", "table ip twinmesh {\n\tchain output {\n\t\tmeta mark set 0x1\n\t}\n}");
        assertEquals(Map.of(), problems(config(false)));
    }

    @Test
    void somebodyElseHasOurTable() {
        machine.print("ip -N -4 route show table 100", "default via 10.0.0.1 dev eth0");
        assertOnly("routing-table", "fail");
    }

    @Test
    void noDefaultRoute() {
        machine.print("ip -N -6 route show default", "");
        assertOnly("default-route-ipv6", "warn");
    }

    @Test
    void anotherMeshInNft() {
        machine.print("nft list ruleset", "table ip nat {\n\tchain c {\n\t\ttcp dport 80 redirect to :15001\n\t}\n}");
        assertOnly("other-mesh", "fail");
    }

    @Test
    void anotherMeshInIptables() {
        machine.programs.add("iptables-nft-save");
        machine.print("iptables-nft-save", "*nat\n-A PREROUTING -p tcp -j ISTIO_INBOUND\nCOMMIT");
        assertOnly("other-mesh", "fail");
    }

    @Test
    void somebodyElseSetsMarks() {
        machine.print("nft list ruleset", "table ip vpn {\n\tchain c {\n\t\tmeta mark set 0x00080000\n\t}\n}");
        assertOnly("foreign-marks", "warn");
    }

    @Test
    void noListener() {
        machine.print(FakeMachine.LISTENERS, machine.listener("*:15006", "fwmark:0x2", "transparent"));
        assertOnly("outbound-listener", "fail");
    }

    @Test
    void aListenerThatIsNotTransparent() {
        machine.listeners("*:15001", "fwmark:0x2", "");
        assertOnly("outbound-listener", "fail");
    }

    @Test
    void aListenerWithoutAMark() {
        machine.listeners("*:15001", "", "transparent");
        assertOnly("outbound-listener", "warn");
        machine.files.put("/proc/sys/net/ipv4/tcp_fwmark_accept", "1");
        assertOnly("outbound-listener", "fail");
    }

    @Test
    void anInboundListenerOnLoopback() {
        machine.print(
                FakeMachine.LISTENERS,
                machine.listener("*:15001", "fwmark:0x2", "transparent")
                        + machine.listener("127.0.0.1:15006", "fwmark:0x2", "transparent"));
        assertOnly("inbound-listener", "fail");
    }

    @Test
    void aListenerThatNobodyAcceptsFrom() {
        machine.listeners("*:15001", "fwmark:0x2", "transparent");
        String lines = machine.outputs.get(FakeMachine.LISTENERS).out();
        machine.print(FakeMachine.LISTENERS, lines.replaceFirst("LISTEN 0 ", "LISTEN 129 "));
        assertOnly("outbound-listener", "fail");
    }

    @Test
    void aServerAmongTheSourcePorts() {
        machine.listeners("*:15001", "fwmark:0x2", "transparent");
        String lines = machine.outputs.get(FakeMachine.LISTENERS).out();
        machine.print(FakeMachine.LISTENERS, lines + machine.listener("0.0.0.0:40000", "", ""));
        assertOnly("servers", "warn");
    }

    /** A machine that answers commands with what it was told; it starts without traps. */
    private static final class FakeMachine implements Host {

        static final String LISTENERS = "ss -tlnHeO --inet-sockopt";

        final Map<String, String> files = new HashMap<>();
        final Map<String, Output> outputs = new HashMap<>();
        final Set<String> programs = new HashSet<>(Set.of("ip", "nft", "ss", "unshare"));

        FakeMachine() {
            files.put("/proc/self/status", "Name:\tjava\nCapEff:\t0000000000001000");
            files.put("/proc/sys/net/ipv6/conf/all/disable_ipv6", "0");
            files.put("/proc/sys/net/ipv4/tcp_fwmark_accept", "0");
            print("ip -V", "ip utility, iproute2-6.1.0");
            print("ip -N -4 route show default", "default via 10.0.0.1 dev eth0");
            print("ip -N -6 route show default", "default via fd00::1 dev eth0");
            listeners("*:15001", "fwmark:0x2", "transparent");
        }

        void print(String command, String out) {
            outputs.put(command, new Output(0, out, ""));
        }

        void listeners(String outbound, String mark, String options) {
            print(LISTENERS, listener(outbound, mark, options) + listener("*:15006", "fwmark:0x2", "transparent"));
        }

        String listener(String address, String mark, String options) {
            return "LISTEN 0 128 " + address + " *:* ino:1 sk:1 " + mark + " <-> inet-sockopt: ( is_icsk " + options
                    + ")\n";
        }

        @Override
        public Output run(String input, List<String> command) {
            return outputs.getOrDefault(String.join(" ", command), new Output(0, "", ""));
        }

        @Override
        public String read(String path) {
            return files.getOrDefault(path, "");
        }

        @Override
        public boolean has(String program) {
            return programs.contains(program);
        }
    }
}
