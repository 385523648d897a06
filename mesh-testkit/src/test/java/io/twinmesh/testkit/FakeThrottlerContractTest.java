package io.twinmesh.testkit;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.throttling.ThrottlerProvider;
import java.util.List;

final class FakeThrottlerContractTest extends ThrottlerContract {

    @Override
    protected ThrottlerProvider provider() {
        return new FakeThrottlerProvider();
    }

    @Override
    protected List<RuleDocument> limit(MethodKey key, int calls) {
        return List.of(FakeThrottler.limit(key, calls));
    }

    @Override
    protected List<RuleDocument> broken() {
        return List.of(new RuleDocument("fake-limit", "fake", "broken.txt", "com.acme.Trade#buy many"));
    }
}
