package io.twinmesh.core.kernel;

import dagger.Module;
import dagger.Provides;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Singleton;
import java.util.List;

/** What the kernel is made of that has no annotated constructor: mechanisms, and the providers on the path. */
@Module
interface KernelModule {

    @Provides
    static Identity identity(MeshConfig config) {
        return new Identity(config.application(), config.labels());
    }

    @Provides
    @Singleton
    static StatsTable stats(MeshConfig config) {
        return new StatsTable(StatsTable.levels(config.option("stats.levels", "service,method,route,cluster")));
    }

    @Provides
    @Singleton
    static Clusters clusters(StatsTable stats, Dice dice) {
        return new Clusters(stats, dice);
    }

    @Provides
    static List<ThrottlerProvider> throttlers() {
        return Providers.of(ThrottlerProvider.class);
    }

    @Provides
    static List<ConfigSourceProvider> sources() {
        return Providers.of(ConfigSourceProvider.class);
    }

    @Provides
    static List<StatsSinkProvider> sinks() {
        return Providers.of(StatsSinkProvider.class);
    }
}
