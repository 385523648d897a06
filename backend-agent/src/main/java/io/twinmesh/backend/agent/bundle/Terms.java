package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * On what terms a bundle takes the place of another: the options of the mesh, or those its own {@code bundle.properties} gives instead.
 *
 * @param canary percent of the calls it decides while it is on trial
 * @param probationNanos how long the trial lasts at least
 * @param minCalls how many of its calls must have ended before it is judged
 * @param margin by how many points of a hundred its share of bad calls may be above the other's
 * @param settleNanos how long it decides all calls while the other's limits are still asked
 * @param readyMillis how long its rules may take to come into force
 * @param drainNanos how long the other waits for its last calls to end
 */
record Terms(
        int canary, long probationNanos, int minCalls, int margin, long settleNanos, int readyMillis, long drainNanos) {

    private static final int HOUR = 3_600_000;
    private static final long MILLI = 1_000_000;

    /**
     * The terms for a bundle.
     *
     * @throws MeshConfigurationException if an option is out of range, or its file cannot be read
     */
    static Terms of(MeshConfig config, Bundle bundle) {
        return of(withOwn(config, bundle.directory().resolve(Bundle.OPTIONS)));
    }

    static Terms of(MeshConfig config) {
        return new Terms(
                config.number("bundle.canary", 10, 0, 100),
                config.number("bundle.probation-ms", 60_000, 0, 24 * HOUR) * MILLI,
                config.number("bundle.min-calls", 20, 0, 1_000_000),
                config.number("bundle.margin", 5, 0, 100),
                config.number("bundle.settle-ms", 1_000, 0, HOUR) * MILLI,
                config.number("bundle.ready-ms", 10_000, 0, HOUR),
                config.number("bundle.drain-ms", 600_000, 0, 24 * HOUR) * MILLI);
    }

    private static MeshConfig withOwn(MeshConfig config, Path file) {
        if (!Files.exists(file)) {
            return config;
        }
        Properties own = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            own.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new MeshConfigurationException("bundle", file + ": " + e, "a properties file");
        }
        MeshConfig merged = config;
        for (String name : own.stringPropertyNames()) {
            merged = merged.with("bundle." + name, own.getProperty(name));
        }
        return merged;
    }
}
