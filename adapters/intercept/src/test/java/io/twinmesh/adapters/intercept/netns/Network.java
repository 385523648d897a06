package io.twinmesh.adapters.intercept.netns;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.LocalHost;
import io.twinmesh.adapters.intercept.host.Output;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pod ({@value #POD}, {@value #POD6}) and a network ({@value #NET}, {@value #NET6}) in namespaces of their own, joined by a pair of
 * interfaces. Gone when it is closed, with every program in it.
 */
public final class Network implements AutoCloseable {

    public static final String POD = "10.77.0.1";
    public static final String NET = "10.77.0.2";
    public static final String POD6 = "fd77::1";
    public static final String NET6 = "fd77::2";

    private final LocalHost machine = new LocalHost();
    private final String pod;
    private final String net;
    private final Deque<Program> programs = new ArrayDeque<>();

    public Network() {
        String own = "twin-" + ProcessHandle.current().pid() + "-" + Integer.toHexString(System.identityHashCode(this));
        pod = own + "-pod";
        net = own + "-net";
        try {
            build();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void build() {
        machine.must("", List.of("ip", "netns", "add", pod));
        machine.must("", List.of("ip", "netns", "add", net));
        machine.must("", words("ip -n " + pod + " link add eth0 type veth peer name eth0 netns " + net));
        join(pod, POD, POD6);
        join(net, NET, NET6);
        machine.must("", words("ip -n " + pod + " route add default via " + NET));
        machine.must("", words("ip -n " + pod + " -6 route add default via " + NET6));
    }

    private void join(String namespace, String address, String address6) {
        machine.must("", words("ip -n " + namespace + " link set lo up"));
        machine.must("", words("ip -n " + namespace + " addr add " + address + "/24 dev eth0"));
        machine.must("", words("ip -n " + namespace + " addr add " + address6 + "/64 dev eth0 nodad"));
        machine.must("", words("ip -n " + namespace + " link set eth0 up"));
    }

    /** The pod as a machine that rules are installed on. */
    public Host pod(String... through) {
        return new Inside(machine, prefix(pod, through));
    }

    /** A command in the pod. */
    public Output inPod(String command) {
        return pod().run("", words(command));
    }

    /** A command outside of the pod. */
    public Output inNet(String command) {
        return net().run("", words(command));
    }

    private Host net() {
        return new Inside(machine, prefix(net));
    }

    /** An application in the pod. */
    public Program application() throws IOException {
        return started(Program.start(prefix(pod), Peer.class, "application"));
    }

    /** A server and client outside of the pod. */
    public Program server() throws IOException {
        return started(Program.start(prefix(net), Peer.class, "server"));
    }

    /** A sidecar in the pod, with listeners as {@link StandIn} takes them. */
    public Program sidecar(String... listeners) throws IOException {
        Program sidecar = started(Program.start(prefix(pod), StandIn.class, listeners));
        if (!sidecar.answer().equals("ready")) {
            throw new IOException("sidecar: not ready (see above)");
        }
        return sidecar;
    }

    /** A program of the test's own in the pod. */
    public Program program(Class<?> program, String... arguments) throws IOException {
        return started(Program.start(prefix(pod), program, arguments));
    }

    /** A call by another user of the pod; what it is greeted with. */
    public String callAs(int user, String address, int port) {
        String script = "exec 3<>/dev/tcp/" + address + "/" + port + " && head -n 1 <&3";
        List<String> command = new ArrayList<>(words("setpriv --reuid " + user + " --clear-groups timeout 2 bash -c"));
        command.add(script);
        return pod().run("", command).out().strip();
    }

    /** Everything that interception could have changed in the pod, as the tools print it. */
    public String state() {
        return Stream.of(
                        "nft list ruleset",
                        "iptables-nft-save",
                        "ip6tables-nft-save",
                        "iptables-legacy-save",
                        "ip6tables-legacy-save",
                        "ip -4 rule",
                        "ip -6 rule",
                        "ip -4 route show table all",
                        "ip -6 route show table all")
                .filter(command -> machine.has(words(command).get(0)))
                .map(command -> command + "\n" + lasting(inPod(command).out()))
                .reduce("", String::concat);
    }

    /** Without times, counters and addresses that come and go by themselves. */
    private static String lasting(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.contains("fe80:") && !line.contains("multicast"))
                .map(line -> line.replaceAll("\\[\\d+:\\d+]", "[0:0]"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    /** Tracked connections, in the pod and outside. */
    public String tracked() {
        return tracked(pod()) + " " + tracked(net());
    }

    /** Connections that a machine tracks; a kernel without the file tracks none. */
    static String tracked(Host host) {
        String count = host.read("/proc/sys/net/netfilter/nf_conntrack_count");
        return count.isEmpty() ? "0" : count;
    }

    private Program started(Program program) {
        programs.push(program);
        return program;
    }

    private static List<String> prefix(String namespace, String... through) {
        List<String> prefix = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        prefix.addAll(Arrays.asList(through));
        return prefix;
    }

    static List<String> words(String command) {
        return List.of(command.split(" ", -1));
    }

    @Override
    public void close() {
        programs.forEach(Program::close);
        machine.run("", List.of("ip", "netns", "del", pod));
        machine.run("", List.of("ip", "netns", "del", net));
    }

    /** A namespace as a machine. */
    private record Inside(LocalHost machine, List<String> prefix) implements Host {

        @Override
        public Output run(String input, List<String> command) {
            List<String> words = new ArrayList<>(prefix);
            words.addAll(command);
            return machine.run(input, words);
        }

        @Override
        public String read(String path) {
            Output output = run("", List.of("cat", path));
            return output.succeeded() ? output.out().stripTrailing() : "";
        }

        @Override
        public boolean has(String program) {
            return machine.has(program);
        }
    }
}
