package io.twinmesh.testkit;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import org.jspecify.annotations.Nullable;

/** Finds the {@link FakeConfigSource} that an option names. */
@Preview(since = "0.1")
public final class FakeConfigSourceProvider implements ConfigSourceProvider {

    /** For ServiceLoader. */
    public FakeConfigSourceProvider() {}

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public @Nullable ConfigSource create(MeshConfig config) {
        String token = config.option(FakeConfigSource.OPTION);
        FakeConfigSource found = FakeConfigSource.byToken(token);
        if (token != null && found == null) {
            throw new MeshConfigurationException(
                    "option '" + FakeConfigSource.OPTION + "'", token, "the token of a source that is not closed");
        }
        return found;
    }
}
