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

    /** Whether it tells enough of them apart for the copies it makes of those that it cannot tell apart. */
    default boolean worthIt(List<Branch> branches, int copies) {
        long others = branches.stream().filter(branch -> !asks(branch)).count();
        return buckets() > 2 && others * buckets() <= (long) copies * branches.size();
    }

    private boolean asks(Branch branch) {
        for (CompiledCondition condition : branch.conditions) {
            if (asks(condition)) {
                return true;
            }
        }
        return false;
    }

    /** The branches, in order, that can match in a group, without the conditions that are settled there. */
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
        }
        return bucket;
    }
}
