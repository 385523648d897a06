package io.twinmesh.core.route;

import io.twinmesh.api.Internal;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes of one method, compiled. Immutable. */
@Internal(since = "0.1")
public final class MethodRoutes {

    private final Branches branches;
    private final RequestDepth depth;

    private MethodRoutes(Branches branches, RequestDepth depth) {
        this.branches = branches;
        this.depth = depth;
    }

    /** Compiles the routes of a table for one method. */
    public static MethodRoutes of(List<CompiledRoute> routes, MethodKey method, Identity self) {
        BranchCompiler compiler = new BranchCompiler(self);
        List<Branch> reachable = compiler.reachable(routes, method);
        RequestDepth depth =
                reachable.stream().flatMap(MethodRoutes::depths).reduce(RequestDepth.NAMES, RequestDepth::and);
        return new MethodRoutes(compiler.compile(routes, method), depth);
    }

    private static Stream<RequestDepth> depths(Branch branch) {
        Stream<RequestDepth> conditions = Stream.of(branch.conditions)
                .map((CompiledCondition c) -> c.part().depth());
        Stream<RequestDepth> sticky = Stream.ofNullable(branch.route.stickyBy()).map(Part::depth);
        Stream<RequestDepth> hashed = branch.route.targets().stream()
                .flatMap(target -> Stream.ofNullable(target.policy().hashKey()))
                .map(key -> Part.of(key).depth());
        return Stream.of(conditions, sticky, hashed).flatMap(depths -> depths);
    }

    /** The route a request takes, or null. */
    public @Nullable CompiledRoute select(RpcRequest request, Identity self) {
        return branches.select(request, self);
    }

    /** How deep the conditions and sticky keys of the reachable routes look. */
    public RequestDepth depth() {
        return depth;
    }
}
