package io.twinmesh.core.route;

import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Part;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells branches apart by the text that they ask one part to equal. */
final class TextIndex implements BranchIndex {

    private final Part part;
    private final Set<String> texts = new HashSet<>();

    private TextIndex(Part part) {
        this.part = part;
    }

    /** The index with the most texts, or null if no branch asks for any. */
    static @Nullable TextIndex over(List<Branch> branches) {
        Map<Part, TextIndex> indexes = new HashMap<>();
        for (Branch branch : branches) {
            for (CompiledCondition condition : branch.conditions) {
                String text = condition.exactText();
                if (text != null) {
                    indexes.computeIfAbsent(condition.part(), TextIndex::new)
                            .texts
                            .add(text);
                }
            }
        }
        return indexes.values().stream()
                .max((a, b) -> Integer.compare(a.buckets(), b.buckets()))
                .orElse(null);
    }

    @Override
    public int buckets() {
        return texts.size();
    }

    @Override
    public boolean asks(CompiledCondition condition) {
        return condition.part().equals(part) && condition.exactText() != null;
    }

    @Override
    public long groups(CompiledCondition condition) {
        return 1;
    }

    @Override
    public Branches build(List<Branch> branches, Function<List<Branch>, Branches> compile) {
        Map<String, Branches> byText = new HashMap<>();
        texts.forEach(text -> byText.put(text, compile.apply(bucket(branches, c -> text.equals(c.exactText())))));
        return new IndexedBranches(part, byText, compile.apply(bucket(branches, c -> false)));
    }
}
