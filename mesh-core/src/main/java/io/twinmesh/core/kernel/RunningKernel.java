package io.twinmesh.core.kernel;

import io.twinmesh.api.Internal;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.KernelHandle;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.core.match.Dice;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with its sources of rules, its throttlers and its sinks.
 *
 * <p>Lifecycle: {@link #open}, then {@link #close} once. Threading: opened and closed by one thread.
 */
@Internal(since = "0.1")
@Singleton
public final class RunningKernel implements KernelHandle {

    private final MeshConfig config;
    private final PolicyKernel kernel;
    private final PolicyInForce policy;
    private final Throttlers throttlers;
    private final Participants participants;
    private final List<ConfigSourceProvider> sourceProviders;
    private final List<StatsSinkProvider> sinkProviders;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<StatsSink> sinks = new ArrayList<>();

    @Inject
    RunningKernel(
            MeshConfig config,
            PolicyKernel kernel,
            PolicyInForce policy,
            Throttlers throttlers,
            Participants participants,
            List<ConfigSourceProvider> sourceProviders,
            List<StatsSinkProvider> sinkProviders) {
        this.config = config;
        this.kernel = kernel;
        this.policy = policy;
        this.throttlers = throttlers;
        this.participants = participants;
        this.sourceProviders = sourceProviders;
        this.sinkProviders = sinkProviders;
    }

    /**
     * Starts a kernel; where its source can be read at once, the first policy is in force, or refused, when this returns.
     *
     * @throws MeshConfigurationException if nothing on the path can deliver rules, or an option is wrong
     */
    public static RunningKernel open(MeshConfig config) {
        return open(config, Dice.FAIR);
    }

    static RunningKernel open(MeshConfig config, Dice dice) {
        return open(config, dice, true);
    }

    /** Starts a kernel without its sinks. */
    static RunningKernel openUnpublished(MeshConfig config) {
        return open(config, Dice.FAIR, false);
    }

    private static RunningKernel open(MeshConfig config, Dice dice, boolean published) {
        RunningKernel opened =
                DaggerKernelComponent.factory().create(config, dice).kernel();
        try {
            if (published) {
                opened.publish(opened.kernel.stats());
            }
            opened.start();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void start() {
        List<ConfigSource> sources = new ArrayList<>();
        for (ConfigSourceProvider provider : sourceProviders) {
            ConfigSource source = provider.create(config);
            if (source != null) {
                sources.add(source);
            }
        }
        if (sources.size() != 1) {
            throw new MeshConfigurationException("source of rules", sources.size() + " asked for", wantedSource());
        }
        running.add(sources.get(0));
        sources.get(0).start(policy);
    }

    private String wantedSource() {
        List<String> ids =
                sourceProviders.stream().map(ConfigSourceProvider::id).toList();
        return "exactly one, of " + ids + " on the path; set the rule directory (MESH_RULES or -Dtwinmesh.rules),"
                + " with io.twinmesh:adapter-istio on the path";
    }

    @Override
    public void publish(StatsSource source) {
        try {
            sinkProviders.forEach(provider -> startSink(provider, source));
            checkMetrics();
            showSinks();
        } catch (RuntimeException e) {
            withdraw();
            throw e;
        }
    }

    private void startSink(StatsSinkProvider provider, StatsSource source) {
        StatsSink sink = provider.create(config);
        if (sink != null) {
            sinks.add(sink);
            sink.start(source);
        }
    }

    /** Metrics that nobody serves are found at start, not on the day they are needed. */
    private void checkMetrics() {
        String address = config.option("metrics");
        if (address != null && sinks.isEmpty()) {
            throw new MeshConfigurationException(
                    "option 'metrics'", address, "a sink for them on the path; add io.twinmesh:adapter-prometheus");
        }
    }

    @Override
    public void withdraw() {
        List<AutoCloseable> published = new ArrayList<>(sinks);
        sinks.clear();
        showSinks();
        closeAll(published);
    }

    private void showSinks() {
        participants.published(sinks.stream()
                .flatMap(sink -> Stream.ofNullable(sink.participant()))
                .toList());
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>(sinks);
        parts.addAll(running);
        sinks.clear();
        running.clear();
        parts.add(0, throttlers);
        closeAll(parts);
    }

    /** Closes them in the reverse order. */
    private static void closeAll(List<AutoCloseable> parts) {
        IllegalStateException failure = null;
        for (int i = parts.size() - 1; i >= 0; i--) {
            failure = close(parts.get(i), failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes one part; what went wrong before is kept, so that the parts that are left are closed as well. */
    private static @Nullable IllegalStateException close(AutoCloseable part, @Nullable IllegalStateException before) {
        try {
            part.close();
            return before;
        } catch (Exception e) {
            IllegalStateException now =
                    new IllegalStateException("closing " + part.getClass().getName(), e);
            if (before != null) {
                before.addSuppressed(now);
            }
            return before == null ? now : before;
        }
    }
}
