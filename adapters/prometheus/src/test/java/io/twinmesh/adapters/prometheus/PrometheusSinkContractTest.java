package io.twinmesh.adapters.prometheus;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.testkit.StatsSinkContract;

final class PrometheusSinkContractTest extends StatsSinkContract {

    @Override
    protected StatsSinkProvider provider() {
        return new PrometheusStatsSinkProvider();
    }

    @Override
    protected MeshConfig asking() {
        return MeshConfig.builder("cart").option("metrics", "127.0.0.1:0").build();
    }

    @Override
    protected String carriedOut(StatsSink sink) {
        return HttpPage.get((PrometheusSink) sink, "/metrics", "Accept", "text/plain")
                .text();
    }
}
