package io.twinmesh.benchmarks.load;

import io.twinmesh.benchmarks.process.FlatJson;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.wire.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One load run as a process: one thread, one shape, one port. Prints {@code measuring} and {@code measured} when the window
 * begins and ends, then the result as one JSON line (times in microseconds). Exit status 1 if a call failed.
 */
@NullUnmarked // picocli fills the fields
@Command(
        name = "LoadGenerator",
        mixinStandardHelpOptions = true,
        description = "Loads a Dubbo2 echo service and verifies every reply.")
public final class LoadGenerator implements Callable<Integer> {

    @Option(names = "--address", description = "where the service is (default: ${DEFAULT-VALUE})")
    private String address = "127.0.0.1";

    @Option(names = "--port", required = true, description = "its port")
    private int port;

    @Option(
            names = "--shape",
            required = true,
            converter = LoadShapeConverter.class,
            description = "c1d32@128, o5000x16@128 or s16@128")
    private LoadShape shape;

    @Mixin
    private LoadTimeOptions times;

    private LoadGenerator() {}

    /** Runs the load. */
    public static void main(String[] args) {
        Launch.command(new LoadGenerator(), args);
    }

    @Override
    public Integer call() throws Exception {
        try (Transport transport = new Transport()) {
            LoadResult result = new LoadRun(shape, times.times())
                    .run(transport, new InetSocketAddress(address, port), System.out::println);
            System.out.println(FlatJson.write(result.fields()));
            return result.errors() == 0 ? 0 : 1;
        }
    }
}
