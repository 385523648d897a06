package io.twinmesh.core.route;

import io.twinmesh.api.MethodKey;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a route table into the branches for one method.
 *
 * <p>Conditions on what is fixed for a method are settled here: a branch they rule out is gone, one they allow no longer tests them; after
 * a branch without conditions nothing can be reached. What is left is tried in order, or, if many branches ask different texts or ranges of
 * one part, found by an index on that part whose groups keep the order.
 */
final class BranchCompiler {

    /** Fewer branches than this are tried one by one. */
    private static final int INDEX_FROM = 6;

    /** Branches that an index cannot tell apart are repeated; all that are left at last are at most this many times those there were. */
    private static final int COPIES = 8;

    private final Identity self;
    private final Map<Part, Part> parts = new HashMap<>();

    BranchCompiler(Identity self) {
        this.self = self;
    }

    Branches compile(List<CompiledRoute> routes, MethodKey method) {
        List<Branch> branches = reachable(routes, method);
        return indexed(branches, (long) COPIES * branches.size());
    }

    /** The branches a call of this method can get to. */
    List<Branch> reachable(List<CompiledRoute> routes, MethodKey method) {
        List<Branch> branches = new ArrayList<>();
        for (CompiledRoute route : routes) {
            for (List<CompiledCondition> entry : route.matches()) {
                CompiledCondition[] open = open(entry, method);
                if (open != null) {
                    branches.add(new Branch(route, open));
                }
                if (open != null && open.length == 0) {
                    return branches;
                }
            }
        }
        return branches;
    }

    /** The conditions that differ from call to call, or null if a fixed one fails. */
    private CompiledCondition @Nullable [] open(List<CompiledCondition> entry, MethodKey method) {
        List<CompiledCondition> open = new ArrayList<>();
        for (CompiledCondition condition : entry) {
            if (!condition.part().isFixed()) {
                open.add(condition.withPart(parts.computeIfAbsent(condition.part(), part -> part)));
            } else if (!condition.holdsFor(method, self)) {
                return null;
            }
        }
        return open.toArray(CompiledCondition[]::new);
    }

    private static Branches indexed(List<Branch> branches, long room) {
        BranchIndex index = branches.size() < INDEX_FROM ? null : best(branches, room);
        if (index == null) {
            return new LinearBranches(branches);
        }
        double share = (double) room / index.copies(branches);
        return index.build(branches, group -> indexed(group, (long) (share * group.size())));
    }

    private static @Nullable BranchIndex best(List<Branch> branches, long room) {
        return Stream.of(TextIndex.over(branches), RangeIndex.over(branches))
                .flatMap((@Nullable BranchIndex index) -> Stream.ofNullable(index))
                .filter(index -> index.buckets() > 2 && index.copies(branches) <= room)
                .max((a, b) -> Integer.compare(a.buckets(), b.buckets()))
                .orElse(null);
    }
}
