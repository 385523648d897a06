package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.testkit.ThrottlerContract;
import java.util.List;

final class SentinelThrottlerContractTest extends ThrottlerContract {

    @Override
    protected ThrottlerProvider provider() {
        return new SentinelThrottlerProvider();
    }

    @Override
    protected List<RuleDocument> limit(MethodKey key, int calls) {
        String rule = "[{\"resource\":\"" + key.service() + ":" + key.signature() + "\",\"grade\":0,\"count\":" + calls
                + "}]";
        return List.of(flow(rule));
    }

    private static RuleDocument flow(String text) {
        return new RuleDocument("sentinel-flow", "trade", "trade-flow-rules.json", text);
    }

    @Override
    protected List<RuleDocument> broken() {
        return List.of(flow("[{\"resource\":"));
    }
}
