package io.twinmesh.testkit;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.api.stats.StatsSource;
import org.jspecify.annotations.Nullable;

/** The fake source, read by the simplest sink there can be. */
final class TextSinkContractTest extends StatsSinkContract {

    @Override
    protected StatsSinkProvider provider() {
        return new TextProvider();
    }

    @Override
    protected MeshConfig asking() {
        return MeshConfig.builder("cart").option("text", "on").build();
    }

    @Override
    protected String carriedOut(StatsSink sink) {
        return ((Text) sink).read();
    }

    public static final class TextProvider implements StatsSinkProvider {

        @Override
        public String id() {
            return "text";
        }

        @Override
        public @Nullable StatsSink create(MeshConfig config) {
            return config.option("text") == null ? null : new Text();
        }
    }

    private static final class Text implements StatsSink {

        private StatsSource source;

        @Override
        public void start(StatsSource from) {
            source = from;
        }

        String read() {
            return source.calls() + " " + source.counters();
        }

        @Override
        public void close() {
            source = null;
        }
    }
}
