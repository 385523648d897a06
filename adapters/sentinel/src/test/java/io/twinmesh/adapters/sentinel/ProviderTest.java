package io.twinmesh.adapters.sentinel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.throttling.ThrottlerProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProviderTest {

    @Test
    void isRegisteredOnTheClassPath() {
        List<String> ids = ServiceLoader.load(ThrottlerProvider.class).stream()
                .map(provider -> provider.get().id())
                .toList();

        assertTrue(ids.contains("sentinel"), () -> "providers: " + ids);
    }

    @Test
    void formatsBeginWithItsId() {
        String id = new SentinelThrottlerProvider().id();
        for (RuleKind kind : RuleKind.values()) {
            assertTrue(kind.format().startsWith(id + "-"), kind::format);
        }
    }
}
