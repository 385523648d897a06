package io.twinmesh.core.route;

import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells branches apart by the ranges that they ask one part, under one modulus, to lie in. */
final class RangeIndex implements BranchIndex {

    private record Key(Part part, long mod) {}

    private final Key key;
    private final TreeSet<Long> starts = new TreeSet<>();

    private RangeIndex(Key key) {
        this.key = key;
    }

    /** The index with the most ranges, or null if no branch asks for any. */
    static @Nullable RangeIndex over(List<Branch> branches) {
        Map<Key, RangeIndex> indexes = new HashMap<>();
        for (Branch branch : branches) {
            for (CompiledCondition condition : branch.conditions) {
                NumberMatch match = condition.numbers();
                if (match != null) {
                    indexes.computeIfAbsent(new Key(condition.part(), match.mod()), RangeIndex::new)
                            .add(match);
                }
            }
        }
        return indexes.values().stream()
                .max((a, b) -> Integer.compare(a.buckets(), b.buckets()))
                .orElse(null);
    }

    private void add(NumberMatch match) {
        for (NumberMatch.Range range : match.ranges()) {
            starts.add(range.from());
            if (range.to() != Long.MAX_VALUE) {
                starts.add(range.to() + 1);
            }
        }
    }

    @Override
    public int buckets() {
        return starts.size();
    }

    @Override
    public boolean asks(CompiledCondition condition) {
        NumberMatch match = condition.numbers();
        return match != null && condition.part().equals(key.part()) && match.mod() == key.mod();
    }

    @Override
    public Branches build(List<Branch> branches, Function<List<Branch>, Branches> compile) {
        long[] sorted = starts.stream().mapToLong(Long::longValue).toArray();
        Branches[] byRange = Arrays.stream(sorted)
                .mapToObj(start -> compile.apply(bucket(branches, c -> holds(c, start))))
                .toArray(Branches[]::new);
        return new RangedBranches(key.part(), key.mod(), sorted, byRange, compile.apply(bucket(branches, c -> false)));
    }

    /** No range begins or ends between two starts, so what holds for the start holds up to the next. */
    private static boolean holds(CompiledCondition condition, long start) {
        return Objects.requireNonNull(condition.numbers()).ranges().stream()
                .anyMatch(range -> range.from() <= start && start <= range.to());
    }
}
