package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.core.OpenKernel;
import io.twinmesh.testkit.FakeConfigSource;
import io.twinmesh.testkit.Policies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new process on probation whose calls end worse than they did before: everything goes back, and nobody has to ask for it. */
@Timeout(60)
class WorseSuccessorTest {

    private static final String SERVICE = "demo.Hello";

    @TempDir
    private Path run;

    private final FakeProvider provider = FakeProvider.named("v");
    private final Deque<PolicySet> policies = new ArrayDeque<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    WorseSuccessorTest() throws IOException {}

    private Kernel kernel() {
        FakeConfigSource source = FakeConfigSource.of(policies.remove());
        OpenKernel kernel = OpenKernel.open(MeshConfig.builder("test")
                .option(FakeConfigSource.OPTION, source.token())
                .build());
        opened.add(kernel);
        return kernel.kernel();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        provider.close();
    }

    private PolicySet good() {
        return Policies.version("good").service(SERVICE, provider.endpoint()).build();
    }

    private static PolicySet knowsNoService() {
        return Policies.version("bad").build();
    }

    /** How many of so many calls were answered by the provider. */
    private static int answered(RawClient client, int calls) throws IOException {
        int good = 0;
        for (int i = 0; i < calls; i++) {
            client.send(Frame.call(i, "say"));
            good += client.read().status() == 20 ? 1 : 0;
        }
        return good;
    }

    private Generations generations() {
        Generations sidecars = new Generations(run, this::kernel, "probation-min-calls", "20");
        opened.add(sidecars);
        return sidecars;
    }

    private RawClient served(Sidecar sidecar) throws IOException {
        RawClient client = sidecar.connect();
        opened.add(client);
        assertEquals(30, answered(client, 30));
        return client;
    }

    @Test
    void everythingGoesBackToTheOldOne() throws Exception {
        policies.add(good());
        policies.add(knowsNoService());
        Generations sidecars = generations();
        Sidecar old = sidecars.now();
        RawClient client = served(old);

        Sidecar fresh = sidecars.start("probation-ms", "600000");
        assertTrue(answered(client, 30) < 30, "calls that the new one does not know about");

        Generations.awaitEnd(fresh);
        await().until(() -> sidecars.situation().contains("state=serving"));
        assertTrue(sidecars.situation().contains("last=handed back"), sidecars.situation());
        assertFalse(old.backend().ended().toCompletableFuture().isDone());
        assertEquals(30, answered(client, 30));
    }

    @Test
    void oneThatDoesAsWellStays() throws Exception {
        policies.add(good());
        policies.add(good());
        Generations sidecars = generations();
        Sidecar old = sidecars.now();
        RawClient client = served(old);

        sidecars.start("probation-ms", "1000");
        assertEquals(30, answered(client, 30));

        Generations.awaitEnd(old);
        old.close();
        assertEquals(30, answered(client, 30));
    }
}
