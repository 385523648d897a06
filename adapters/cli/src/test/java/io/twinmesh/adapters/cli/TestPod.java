package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod and a peer: two network namespaces joined by a cable, and the processes in them. The pod is 10.78.0.1, the peer 10.78.0.2 and
 * 10.78.0.3. Needs root and iproute2; without them the tests are skipped and say so.
 */
final class TestPod {

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
    private static final String SETUP = """
            set -e
            ip netns add $POD; ip netns add $PEER
            ip link add eth0 netns $POD type veth peer name eth0 netns $PEER
            for ns in $POD $PEER; do ip -n $ns link set lo up; ip -n $ns link set eth0 up; done
            ip -n $POD addr add 10.78.0.1/24 dev eth0
            ip -n $PEER addr add 10.78.0.2/24 dev eth0; ip -n $PEER addr add 10.78.0.3/24 dev eth0
            ip -n $POD route add default via 10.78.0.2
            ip netns exec $POD sysctl -qw net.ipv4.tcp_fwmark_accept=1
            """;

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
        assumeTrue(failure.isEmpty(), "network namespaces: " + failure + " (expected: root and iproute2)");
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
        return start(address.equals("10.78.0.1") ? pod : peer, command);
    }

    /** What {@code cat} says in the pod. */
    String read(String file) throws IOException {
        return start(pod, List.of("cat", file)).lines().readLine();
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
