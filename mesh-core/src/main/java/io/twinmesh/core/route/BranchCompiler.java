package io.twinmesh.core.route;

import io.twinmesh.api.MethodKey;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a route table into the branches for one method.
 *
 * <p>Conditions on what is fixed for a method are settled here: a branch they rule out is gone, one they allow no longer tests them; after
 * a branch without conditions nothing can be reached. What is left is tried in order, or, if many branches ask one part to equal different
 * texts, by a hash look-up on that part whose buckets keep the order.
 */
final class BranchCompiler {

    /** Fewer branches than this are tried one by one. */
    private static final int INDEX_FROM = 6;

    /** An index may repeat branches that do not ask for its part this many times over. */
    private static final int REPEATS = 8;

    private final Identity self;
    private final Map<Part, Part> parts = new HashMap<>();

    BranchCompiler(Identity self) {
        this.self = self;
    }

    Branches compile(List<CompiledRoute> routes, MethodKey method) {
        return indexed(reachable(routes, method));
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

    private Branches indexed(List<Branch> branches) {
        Part part = branches.size() < INDEX_FROM ? null : mostTexts(branches);
        return part == null ? new LinearBranches(branches) : index(part, branches);
    }

    private static @Nullable Part mostTexts(List<Branch> branches) {
        Map<Part, Map<String, Integer>> texts = new LinkedHashMap<>();
        for (Branch branch : branches) {
            for (CompiledCondition condition : branch.conditions) {
                String text = condition.exactText();
                if (text != null) {
                    texts.computeIfAbsent(condition.part(), p -> new HashMap<>())
                            .merge(text, 1, Integer::sum);
                }
            }
        }
        return texts.entrySet().stream()
                .filter(entry -> worthIt(entry.getKey(), entry.getValue().size(), branches))
                .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.size(), b.size())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static boolean worthIt(Part part, int texts, List<Branch> branches) {
        long others = branches.stream().filter(b -> b.exactText(part) == null).count();
        return texts > 2 && others * texts <= (long) REPEATS * branches.size();
    }

    private Branches index(Part part, List<Branch> branches) {
        Map<String, Branches> byText = new HashMap<>();
        branches.stream()
                .map(branch -> branch.exactText(part))
                .filter(Objects::nonNull)
                .distinct()
                .forEach(text -> byText.put(text, indexed(bucket(part, text, branches))));
        return new IndexedBranches(part, byText, indexed(bucket(part, null, branches)));
    }

    /** Branches that can match when the part has this text, without the condition that is settled by it. */
    private static List<Branch> bucket(Part part, @Nullable String text, List<Branch> branches) {
        List<Branch> bucket = new ArrayList<>();
        for (Branch branch : branches) {
            String wanted = branch.exactText(part);
            if (wanted == null) {
                bucket.add(branch);
            } else if (wanted.equals(text)) {
                bucket.add(new Branch(branch.route, without(part, wanted, branch.conditions)));
            }
        }
        return bucket;
    }

    private static CompiledCondition[] without(Part part, String text, CompiledCondition[] conditions) {
        List<CompiledCondition> left = new ArrayList<>();
        for (CompiledCondition condition : conditions) {
            if (!condition.part().equals(part) || !text.equals(condition.exactText())) {
                left.add(condition);
            }
        }
        return left.toArray(CompiledCondition[]::new);
    }
}
