package io.twinmesh.core.route;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries branch after branch; a part that the branch before has read is not read again. */
final class LinearBranches implements Branches {

    private final Branch[] branches;

    LinearBranches(List<Branch> branches) {
        this.branches = branches.toArray(Branch[]::new);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal parts are one object here, see BranchCompiler
    public @Nullable CompiledRoute select(RpcRequest request, Identity self) {
        Part part = null;
        Object value = null;
        for (Branch branch : branches) {
            boolean matches = true;
            for (CompiledCondition condition : branch.conditions) {
                if (condition.part() != part) {
                    part = condition.part();
                    value = part.read(request, self);
                }
                if (!condition.holds(value)) {
                    matches = false;
                    break;
                }
            }
            if (matches) {
                return branch.route;
            }
        }
        return null;
    }
}
