package io.twinmesh.core.route;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Identity;
import org.jspecify.annotations.Nullable;

/** The routes that calls of one method may take, in order. */
interface Branches {

    /** The first route that matches, or null. */
    @Nullable CompiledRoute select(RpcRequest request, Identity self);
}
