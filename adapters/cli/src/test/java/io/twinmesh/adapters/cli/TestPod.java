package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A pod and a peer: two network namespaces joined by a cable, and the processes in them. The pod is 10.78.0.1, the peer 10.78.0.2 and
 * 10.78.0.3. Needs root, iproute2, and nft or iptables; without them the tests are skipped and say so.
 */
final class TestPod {

    static final String OWN = "10.78.0.1";
    static final String FIRST = "10.78.0.2";
    static final String SECOND = "10.78.0.3";

    private static final Path DIST = Path.of("target/dist").toAbsolutePath();
    private static final List<String> JAVA = List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.math=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Ddubbo.application.logger=slf4j",
            "-Ddubbo.service.shutdown.wait=1000",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Duser.home=.");

    /** But for those between loopback addresses: the clients of an upgrade's drill may reset each other. */
    private static final String COUNT_RESETS = """
            rule='ip saddr != 127.0.0.0/8 tcp flags & rst == rst counter name resets'
            for ns in $POD $PEER; do
              if command -v nft > /dev/null; then
                ip netns exec $ns nft "table ip test { counter resets { }; chain in { type filter hook input priority 0; $rule; };
                    chain out { type filter hook output priority 0; $rule; }; }"
              else
                for chain in INPUT OUTPUT; do ip netns exec $ns iptables -A $chain -p tcp --tcp-flags RST RST ! -s 127.0.0.0/8; done
              fi
            done
            """;

    private static final String SETUP = """
            set -e
            command -v nft > /dev/null || command -v iptables-restore > /dev/null || { echo 'nft and iptables: not found' >&2; exit 1; }
            ip netns add $POD; ip netns add $PEER
            ip link add eth0 netns $POD type veth peer name eth0 netns $PEER
            for ns in $POD $PEER; do ip -n $ns link set lo up; ip -n $ns link set eth0 up; done
            ip -n $POD addr add 10.78.0.1/24 dev eth0
            ip -n $PEER addr add 10.78.0.2/24 dev eth0; ip -n $PEER addr add 10.78.0.3/24 dev eth0
            ip -n $POD route add default via 10.78.0.2
            ip netns exec $POD sysctl -qw net.ipv4.tcp_fwmark_accept=1
            """ + COUNT_RESETS;

    private final Path work;
    private final String pod = "twinmesh-cli" + ProcessHandle.current().pid() + "-pod";
    private final String peer = "twinmesh-cli" + ProcessHandle.current().pid() + "-peer";
    private final List<Told> started = new ArrayList<>();

    private TestPod(Path work) throws IOException, InterruptedException {
        this.work = work;
        String failure = shell(SETUP);
        if (!failure.isEmpty()) {
            remove();
        }
        assumeTrue(
                failure.isEmpty(),
                "network namespaces: " + failure + " (expected: root, iproute2, and nft or iptables)");
    }

    /** Namespaces of this process, or a skipped test. */
    static TestPod open(Path work) throws IOException, InterruptedException {
        String user = System.getProperty("user.name");
        assumeTrue("root".equals(user), "network namespaces: user " + user + " (expected: root)");
        return new TestPod(work);
    }

    /** What a script says on standard error, nothing if all goes well. */
    private String shell(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("POD", pod);
        builder.environment().put("PEER", peer);
        Process process = builder.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : said.isEmpty() ? "status " + process.exitValue() : said;
    }

    /** A process that prints lines and is told lines. */
    record Told(Process process, BufferedReader lines, BufferedWriter words) {

        /** The next line that begins like this. */
        String line(String beginning) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new AssertionError("ended without a line '" + beginning + "'");
            }
            return line;
        }

        Told tell(String line) throws IOException {
            words.write(line + "\n");
            words.flush();
            return this;
        }

        /** Makes the calls of a batch and says how they went. */
        String batch(String line) throws IOException {
            return tell("batch " + line).line("{");
        }
    }

    private Told start(String namespace, List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(work.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        Told told = new Told(
                process, process.inputReader(StandardCharsets.UTF_8), process.outputWriter(StandardCharsets.UTF_8));
        started.add(told);
        return told;
    }

    private Path log() {
        return work.resolve("log");
    }

    /** Starts {@code mesh} in the pod. */
    Told mesh(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(DIST.resolve("bin/mesh").toString()));
        command.addAll(List.of(words));
        return start(pod, command);
    }

    /** Starts a transparent sidecar in the pod, whose rules send {@code sell} of the trade to {@link #SECOND} and nothing else anywhere. */
    Told sidecar(String... more) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("sidecar", "--rules", rules().toString(), "--application", "cart"));
        words.addAll(List.of("--outbound", "[::]:15001", "--outbound-mode", "transparent"));
        words.addAll(List.of("--inbound", "[::]:15006", "--inbound-mode", "transparent", "--preserve-client-address"));
        words.addAll(List.of("--admin", "127.0.0.1:15000"));
        words.addAll(List.of(more));
        return mesh(words.toArray(String[]::new));
    }

    /** Those of the demo. */
    private Path rules() throws IOException {
        Path rules = Files.createDirectories(work.resolve("rules"));
        try (InputStream demo = MeshCommand.class.getResourceAsStream("demo/intercept.yaml")) {
            String text = new String(demo.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(rules.resolve("trade.yaml"), text.replace("SECOND", SECOND));
        }
        return rules;
    }

    /** Has Dubbo's connections out of the pod and into it go through the sidecar. */
    void intercept() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("intercept", "apply", "--keep-client-address"));
        words.addAll(List.of("--outbound-port", "15001", "--outbound", "20880-20899"));
        words.addAll(List.of("--inbound-port", "15006", "--inbound", "20880-20899"));
        done(words.toArray(String[]::new));
    }

    /** Runs {@code mesh} in the pod to its end. */
    void done(String... words) throws IOException, InterruptedException {
        Process process = mesh(words).process();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> said + logged());
    }

    private String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Starts a provider: in the pod if the address is the pod's. */
    Told provider(String name, String address, int port) throws IOException {
        return java(address, "lib", "DemoProvider", "--host", address, "--port", String.valueOf(port), "--name", name);
    }

    /**
     * Starts a consumer.
     *
     * @param dubbo {@code lib} for Dubbo 3, {@code dubbo27}
     */
    Told consumer(String address, String dubbo, String url) throws IOException {
        return java(address, dubbo, "DemoConsumer", "--application", "cart", "--url", url);
    }

    private Told java(String address, String folder, String main, String... words) throws IOException {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of("-cp", DIST.resolve("demo/" + folder) + "/*", "io.twinmesh.demo." + main));
        command.addAll(List.of(words));
        return start(address.equals(OWN) ? pod : peer, command);
    }

    /** How many connections the pod tracks; a kernel without the file tracks none. */
    String tracked() throws IOException {
        String count = start(pod, List.of("cat", "/proc/sys/net/netfilter/nf_conntrack_count"))
                .lines()
                .readLine();
        return count == null ? "0" : count;
    }

    /** The established TCP connections of the pod to and from a port: both addresses of each. */
    Set<String> connections(int port) throws IOException {
        String filter = "( sport = :" + port + " or dport = :" + port + " )";
        return start(pod, List.of("ss", "-Htn", "state", "established", filter))
                .lines()
                .lines()
                .map(line -> line.trim().split("\\s+", 3)[2].trim())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many resets have come in and gone out since the beginning, in the pod and in the peer. */
    Map<String, List<String>> resets() throws IOException {
        String count = "nft list counters table ip test 2> /dev/null || iptables-save -c | grep RST";
        Map<String, List<String>> resets = new TreeMap<>();
        for (String namespace : List.of(pod, peer)) {
            resets.put(
                    namespace,
                    start(namespace, List.of("sh", "-c", count)).lines().lines().toList());
        }
        return resets;
    }

    /** Has the pod ask the peer for a connection that it refuses. */
    void refused() throws IOException, InterruptedException {
        start(pod, List.of("bash", "-c", "exec 3<>/dev/tcp/" + FIRST + "/1"))
                .process()
                .waitFor();
    }

    /** A counter of the sidecar in the pod. */
    long counter(String name) throws IOException {
        String bash =
                "exec 3<>/dev/tcp/127.0.0.1/15000; printf 'GET /stats HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";
        return start(pod, List.of("bash", "-c", bash))
                .lines()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private void remove() throws IOException, InterruptedException {
        shell("ip netns del $POD; ip netns del $PEER");
    }

    /** Ends every process and takes the namespaces away. */
    void end() throws IOException, InterruptedException {
        for (Told told : started) {
            told.process().destroyForcibly();
        }
        for (Told told : started) {
            told.process().waitFor();
        }
        remove();
    }
}
