package io.twinmesh.testkit;

import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.PolicySet;
import org.junit.jupiter.api.BeforeEach;

/** The fake is closed with the mesh that read from it, so what it reads is kept here and every start gets a fake of its own. */
final class FakeConfigSourceContractTest extends ConfigSourceContract {

    private PolicySet held;
    private Problem[] problems;
    private FakeConfigSource open;

    @BeforeEach
    void holdAGoodPolicy() {
        held = Policies.version("one").build();
        problems = new Problem[0];
    }

    @Override
    protected ConfigSourceProvider provider() {
        return new FakeConfigSourceProvider();
    }

    @Override
    protected MeshConfig asking() {
        open = FakeConfigSource.of(held);
        open.deliver(held, problems);
        return MeshConfig.builder("cart")
                .option(FakeConfigSource.OPTION, open.token())
                .build();
    }

    @Override
    protected void change() {
        held = Policies.version("two").build();
        deliver();
    }

    @Override
    protected void spoil() {
        problems = new Problem[] {Problem.error("TM9999", "", "policy", "spoilt", "a good one")};
        deliver();
    }

    private void deliver() {
        if (open != null) {
            open.deliver(held, problems);
        }
    }
}
