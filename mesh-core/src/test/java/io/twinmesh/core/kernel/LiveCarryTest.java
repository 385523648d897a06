package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.OpenKernel;
import io.twinmesh.testkit.FakeConfigSource;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rehearsal carries everything while calls are decided and the policy changes: what comes is whole, whatever it says. */
@Timeout(120)
class LiveCarryTest {

    private static final int REHEARSALS = 30;
    private static final String SERVICE = "com.acme.Trade";

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger versions = new AtomicInteger();

    private PolicySet policy() {
        int version = versions.incrementAndGet();
        Policies policy = Policies.version("v" + version);
        for (int i = 0; i <= version % 7; i++) {
            policy.service(SERVICE + i, Endpoint.of("10.0.0." + (1 + version % 5), 20_880 + i));
        }
        return policy.build();
    }

    private CompletableFuture<Void> repeat(Runnable action) {
        Runnable task = () -> {
            while (!over.get()) {
                action.run();
            }
        };
        return CompletableFuture.runAsync(task, each -> new Thread(each).start());
    }

    private void call(Kernel kernel, AtomicInteger number) {
        int next = number.incrementAndGet();
        Call call = kernel.newCall();
        kernel.decideAtOnce(Direction.OUTBOUND, Requests.of(SERVICE + next % 9, "do" + next % 500), call);
        call.end(next % 3 == 0 ? Outcome.UNREACHABLE : Outcome.OK);
    }

    private static OpenKernel open(FakeConfigSource source) {
        return OpenKernel.open(MeshConfig.builder("test")
                .option("stats.levels", "service,method,route,cluster,endpoint")
                .option(FakeConfigSource.OPTION, source.token())
                .build());
    }

    @Test
    void everyRehearsalIsTakenWhole() {
        FakeConfigSource source = FakeConfigSource.of(policy());
        AtomicInteger number = new AtomicInteger();
        try (OpenKernel old = open(source);
                OpenKernel fresh = open(FakeConfigSource.of(policy()))) {
            List<CompletableFuture<Void>> busy =
                    List.of(repeat(() -> call(old.kernel(), number)), repeat(() -> source.deliver(policy())));
            Map<String, Integer> taken = new HashMap<>();
            for (int i = 0; i < REHEARSALS; i++) {
                rehearse(old.kernel(), fresh.kernel(), taken);
            }
            over.set(true);
            busy.forEach(CompletableFuture::join);
            old.kernel().participants().forEach(part -> assertEquals(REHEARSALS, taken.get(part.id()), part.id()));
        }
        assertTrue(number.get() > REHEARSALS && versions.get() > REHEARSALS, number + " calls, policies " + versions);
    }

    private static void rehearse(Kernel old, Kernel fresh, Map<String, Integer> taken) {
        List<UpgradeParticipant> parts = old.participants();
        List<UpgradeParticipant> successors = fresh.participants();
        for (int i = 0; i < parts.size(); i++) {
            successors.get(i).restore(parts.get(i).carry());
            taken.merge(parts.get(i).id(), 1, Integer::sum);
        }
    }
}
