package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.RpcRequest;
import org.jspecify.annotations.Nullable;

/** One step of a decision. Threading: any thread; no state of its own. */
interface Stage {

    /** Settles its part of the call; a decision ends the pipeline, null goes on. */
    @Nullable Decision apply(RpcRequest request, KernelCall call, MethodPlan plan);
}
