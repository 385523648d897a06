package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A sidecar in a process of its own, with little memory. Says its address, then the value of each counter it is asked for by a line. */
final class SmallSidecar implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream questions;
    private final InetSocketAddress address;

    private SmallSidecar(Process process) throws IOException {
        this.process = process;
        this.answers = reader(process.getInputStream());
        this.questions = process.getOutputStream();
        this.address = Addresses.parse("test", answers.readLine());
    }

    /** The program. */
    public static void main(String[] args) throws IOException {
        Endpoint provider = Endpoint.of(args[0], Integer.parseInt(args[1]));
        BufferedReader in = reader(System.in);
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider), "workers", "2")) {
            System.out.println(Addresses.text(sidecar.address()));
            for (String name = in.readLine(); name != null; name = in.readLine()) {
                System.out.println(sidecar.counter(name));
            }
        }
    }

    private static BufferedReader reader(java.io.InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    /** One whose heap and direct memory are so many megabytes each. */
    static SmallSidecar open(Endpoint provider, int megabytes) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx" + megabytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallSidecar.class.getName(),
                provider.address(),
                String.valueOf(provider.port()));
        return new SmallSidecar(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    RawClient connect() throws IOException {
        return new RawClient(address);
    }

    RawClient connectReadingLittle() throws IOException {
        return new RawClient(address, 4096);
    }

    long counter(String name) {
        try {
            questions.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
            questions.flush();
            return Long.parseLong(answers.readLine());
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
