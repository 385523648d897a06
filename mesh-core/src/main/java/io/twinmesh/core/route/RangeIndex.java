package io.twinmesh.core.route;

import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells branches apart by the ranges that they ask one part, under one modulus, to lie in. */
final class RangeIndex implements BranchIndex {

    private record Key(Part part, long mod) {}

    private final Key key;
    private final long[] starts;

    private RangeIndex(Key key, Set<Long> starts) {
        this.key = key;
        this.starts = starts.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** The index with the most ranges, or null if no branch asks for any. */
    static @Nullable RangeIndex over(List<Branch> branches) {
        Map<Key, Set<Long>> starts = new HashMap<>();
        for (Branch branch : branches) {
            for (CompiledCondition condition : branch.conditions) {
                NumberMatch match = condition.numbers();
                if (match != null) {
                    add(match, starts.computeIfAbsent(new Key(condition.part(), match.mod()), key -> new HashSet<>()));
                }
            }
        }
        return starts.entrySet().stream()
                .max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size()))
                .map(most -> new RangeIndex(most.getKey(), most.getValue()))
                .orElse(null);
    }

    private static void add(NumberMatch match, Set<Long> starts) {
        for (NumberMatch.Range range : match.ranges()) {
            starts.add(range.from());
            if (range.to() != Long.MAX_VALUE) {
                starts.add(range.to() + 1);
            }
        }
    }

    @Override
    public int buckets() {
        return starts.length;
    }

    @Override
    public boolean asks(CompiledCondition condition) {
        NumberMatch match = condition.numbers();
        return match != null && condition.part().equals(key.part()) && match.mod() == key.mod();
    }

    @Override
    public long groups(CompiledCondition condition) {
        return Objects.requireNonNull(condition.numbers()).ranges().stream()
                .mapToLong(range -> Math.max(0, place(range.to()) - place(range.from()) + 1))
                .sum();
    }

    /** Index of the last start that is not after a number. */
    private long place(long number) {
        int found = Arrays.binarySearch(starts, number);
        return found < 0 ? -found - 2 : found;
    }

    @Override
    public Branches build(List<Branch> branches, Function<List<Branch>, Branches> compile) {
        Branches[] byRange = Arrays.stream(starts)
                .mapToObj(start -> compile.apply(bucket(branches, c -> holds(c, start))))
                .toArray(Branches[]::new);
        return new RangedBranches(key.part(), key.mod(), starts, byRange, compile.apply(bucket(branches, c -> false)));
    }

    /** No range begins or ends between two starts, so what holds for the start holds up to the next. */
    private static boolean holds(CompiledCondition condition, long start) {
        return Objects.requireNonNull(condition.numbers()).ranges().stream()
                .anyMatch(range -> range.from() <= start && start <= range.to());
    }
}
