package io.twinmesh.benchmarks.dubbo;

import io.twinmesh.benchmarks.process.FlatJson;
import io.twinmesh.benchmarks.process.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The consumer as a process that lives long enough to be compiled. Prints {@code ready}, then makes calls for each {@link Window} it reads as a
 * line of its standard input and prints what it saw as a line of JSON, until there are no more lines. Calls share one connection.
 */
@NullUnmarked // picocli fills the fields
@Command(
        name = "EchoConsumer",
        mixinStandardHelpOptions = true,
        description = "Calls an echo service with Dubbo, as long and as often as it is told.")
public final class EchoConsumer implements Callable<Integer> {

    private static final int TIMEOUT_MILLIS = 3_000;

    @Option(names = "--application", required = true, description = "its name")
    private String application;

    @Option(
            names = "--port",
            description =
                    "the provider's port on 127.0.0.1; without it, property dubbo.registry.address names a registry")
    private Integer port;

    private EchoConsumer() {}

    /** Runs the consumer. */
    public static void main(String[] args) {
        Launch.command(new EchoConsumer(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        try (Callers callers = new Callers(reference().get())) {
            System.out.println("ready");
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(
                        FlatJson.write(callers.run(Window.parse(line)).fields()));
            }
        }
        return 0;
    }

    private ReferenceConfig<EchoService> reference() {
        ReferenceConfig<EchoService> reference = new ReferenceConfig<>();
        reference.setInterface(EchoService.class);
        reference.setTimeout(TIMEOUT_MILLIS);
        reference.setRetries(0);
        reference.setCheck(false);
        if (port != null) {
            reference.setUrl("dubbo://" + Applications.loopback() + ":" + port);
        }
        DubboBootstrap.getInstance()
                .application(Applications.named(application))
                .reference(reference)
                .start();
        return reference;
    }
}
