package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ReferenceConfig;

/**
 * An ordinary Dubbo consumer: {@code --application cart [--url dubbo://HOST:PORT] [--timeout MILLIS]}. Without {@code --url} it takes the
 * registry that the property {@code dubbo.registry.address} names. The same source runs with Dubbo 2.7 and 3.3.
 *
 * <p>It prints {@code ready}, then carries out the lines it reads: {@code batch} and a {@link Batch}, {@code start} and one to go on in
 * the background, {@code stop NAME}, {@code quit}. Each batch ends with a line of JSON.
 */
public final class DemoConsumer {

    private static final Set<String> OPTIONS = Set.of("application", "url", "timeout");

    private final Trade trade;
    private final Map<String, BatchRun> running = new LinkedHashMap<>();
    private final Consumer<Throwable> failures;

    private DemoConsumer(Trade trade) {
        this.trade = trade;
        this.failures = Boolean.getBoolean("demo.verbose")
                ? failure -> System.err.println(failure.getMessage())
                : failure -> {};
    }

    /** Starts it. */
    public static void main(String[] words) throws IOException, InterruptedException {
        try {
            Trade trade = reference(Options.of(OPTIONS, words)).get();
            System.out.println("ready");
            new DemoConsumer(trade).carryOut();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    /** What an ordinary consumer asks Dubbo for. */
    @SuppressWarnings("deprecation") // the way to name the application that Dubbo 2.7 knows, too
    static ReferenceConfig<Trade> reference(Options options) {
        ApplicationConfig application = new ApplicationConfig(options.text("application", "cart"));
        application.setQosEnable(false);
        ReferenceConfig<Trade> reference = new ReferenceConfig<>();
        reference.setApplication(application);
        reference.setInterface(Trade.class);
        reference.setUrl(options.text("url"));
        reference.setTimeout(options.number("timeout", 3000));
        reference.setRetries(0);
        reference.setCheck(false);
        return reference;
    }

    private void carryOut() throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals("quit")) {
            if (!line.isBlank()) {
                carryOut(List.of(line.trim().split("\\s+")));
            }
            line = lines.readLine();
        }
    }

    private void carryOut(List<String> words) throws InterruptedException {
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "batch" -> System.out.println(started(rest, false).result());
            case "start" -> running.put(rest.isEmpty() ? "" : rest.get(0), started(rest, true));
            case "stop" -> stop(rest.isEmpty() ? "" : rest.get(0));
            default -> throw new IllegalArgumentException("line: " + words + " (expected: batch, start, stop or quit)");
        }
    }

    private BatchRun started(List<String> words, boolean endless) {
        BatchRun run = new BatchRun(trade, Batch.of(words, endless), failures);
        run.start();
        return run;
    }

    private void stop(String name) throws InterruptedException {
        BatchRun run = running.remove(name);
        if (run == null) {
            throw new IllegalArgumentException("stop: " + name + " (expected: one of " + running.keySet() + ")");
        }
        run.stop();
        System.out.println(run.result());
    }
}
