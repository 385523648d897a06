package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.dubbo.config.ReferenceConfig;

/**
 * An ordinary Dubbo consumer under steady load: {@code --url dubbo://HOST:PORT/INTERFACE [--application cart] [--connections 50] [--rate 500]
 * [--threads 20] [--timeout MILLIS] [--slow-calls 0] [--slow-millis 10000]}. The same source runs with Dubbo 2.7 and 3.3.
 *
 * <p>It prints {@code ready} when every connection has carried a call. Each line {@code phase} it reads ends a phase: it prints what became of
 * the calls since the last one. {@code quit} stops the load, waits for the calls in flight, and prints the last phase, then the slow calls.
 */
public final class DemoLoad {

    private static final Set<String> OPTIONS =
            Set.of("application", "url", "connections", "rate", "threads", "timeout", "slow-calls", "slow-millis");

    private DemoLoad() {}

    /** Starts it. */
    public static void main(String[] words) throws IOException, InterruptedException {
        try {
            Options options = Options.of(OPTIONS, words);
            Trade trade = refer(options);
            for (int i = 0; i < options.number("connections", 50); i++) {
                trade.quote("first");
            }
            SteadyLoad load =
                    new SteadyLoad(trade, options.number("rate", 500), Math.max(1, options.number("threads", 20)));
            SlowCalls slow =
                    new SlowCalls(trade, options.number("slow-calls", 0), options.number("slow-millis", 10_000));
            System.out.println("ready");
            obey(load, slow);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private static Trade refer(Options options) {
        ReferenceConfig<Trade> reference = DemoConsumer.reference(options);
        reference.setTimeout(options.number("timeout", 15_000));
        reference.setConnections(options.number("connections", 50));
        return reference.get();
    }

    private static void obey(SteadyLoad load, SlowCalls slow) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        load.start();
        slow.start();
        for (String line = lines.readLine(); line != null && !line.equals("quit"); line = lines.readLine()) {
            System.out.println(load.phase());
        }
        load.stop();
        System.out.println(load.phase());
        slow.stop();
        System.out.println(slow.counts());
    }
}
