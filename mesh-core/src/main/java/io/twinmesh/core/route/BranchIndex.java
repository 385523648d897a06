package io.twinmesh.core.route;

import io.twinmesh.core.match.CompiledCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A way to tell branches apart by the value of one part, so that only some of them have to be tried. */
interface BranchIndex {

    /** How many groups it makes, beside the one for all other values. */
    int buckets();

    /** Whether the condition is one that the index settles. */
    boolean asks(CompiledCondition condition);

    /** The branches behind the index; each group is compiled further. */
    Branches build(List<Branch> branches, Function<List<Branch>, Branches> compile);

    /** In how many groups the condition, one that the index settles, holds; may be too many, never too few. */
    long groups(CompiledCondition condition);

    /** How many branches all groups have together, at most: those that it cannot tell apart are in each. */
    default long copies(List<Branch> branches) {
        return branches.stream().mapToLong(this::copies).sum();
    }

    private long copies(Branch branch) {
        long fewest = buckets() + 1L;
        for (CompiledCondition condition : branch.conditions) {
            if (asks(condition)) {
                fewest = Math.min(fewest, groups(condition));
            }
        }
        return fewest;
    }

    /** The branches, in order, that can be reached in a group, without the conditions that are settled there. */
    default List<Branch> bucket(List<Branch> branches, Predicate<CompiledCondition> holds) {
        List<Branch> bucket = new ArrayList<>();
        for (Branch branch : branches) {
            List<CompiledCondition> left = new ArrayList<>();
            boolean possible = true;
            for (CompiledCondition condition : branch.conditions) {
                boolean settled = asks(condition);
                possible &= !settled || holds.test(condition);
                if (!settled) {
                    left.add(condition);
                }
            }
            if (possible) {
                bucket.add(new Branch(branch.route, left.toArray(CompiledCondition[]::new)));
            }
            if (possible && left.isEmpty()) {
                return bucket;
            }
        }
        return bucket;
    }
}
