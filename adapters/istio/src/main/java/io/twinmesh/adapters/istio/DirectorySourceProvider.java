package io.twinmesh.adapters.istio;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Policy from the directory that {@link MeshConfig#rules()} names, if it names one. Options, in milliseconds: {@code rules.poll}, how often
 * the directory is looked at where the file system tells nothing (1000), and {@code rules.quiet}, how long it must have been unchanged
 * before it is read (100).
 */
@Preview(since = "0.1")
public final class DirectorySourceProvider implements ConfigSourceProvider {

    /** For {@link java.util.ServiceLoader}. */
    public DirectorySourceProvider() {}

    @Override
    public String id() {
        return "directory";
    }

    @Override
    public @Nullable ConfigSource create(MeshConfig config) {
        Duration poll = Duration.ofMillis(config.number("rules.poll", 1_000, 10, 3_600_000));
        Duration quiet = Duration.ofMillis(config.number("rules.quiet", 100, 1, 60_000));
        Path rules = config.rules();
        return rules == null ? null : new DirectorySource(rules, poll, quiet);
    }
}
