package io.twinmesh.benchmarks.inprocess;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.benchmarks.load.CallGate;
import io.twinmesh.benchmarks.wire.EchoCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the in-process backend about every call: the same rules as the sidecar row, decided in the load process. */
public final class KernelGate implements CallGate {

    private static final int OK = 20;
    private static final MethodKey KEY =
            MethodKey.of(EchoCall.SERVICE, EchoCall.VERSION, EchoCall.METHOD, List.of("java.lang.String"));

    private final @Nullable Call[] calls = new @Nullable Call[SLOTS];
    private @Nullable Mesh mesh;

    @Override
    public void open(Path rules) {
        mesh = Mesh.open(MeshConfig.builder(EchoCall.APPLICATION)
                .backend("agent")
                .rules(rules)
                .build());
    }

    @Override
    public void before(int slot, EchoCall call) {
        Call asked = Objects.requireNonNull(mesh).outbound(new EchoRequest(KEY, call));
        if (!(asked.decision() instanceof Decision.Forward)) {
            throw new IllegalStateException("decision: " + asked.decision() + " (expected: a forward)");
        }
        calls[slot] = asked;
    }

    @Override
    public void after(int slot, EchoCall call, int status, long nanos) {
        Objects.requireNonNull(calls[slot]).end(status == OK ? Outcome.OK : Outcome.SERVER_ERROR);
    }
}
