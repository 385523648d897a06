package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.Specs.Branch;
import io.twinmesh.adapters.istio.policy.Specs.Table;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds routes that an earlier one always wins over: behind one that matches everything, or with the very same matches. */
final class Reachability {

    private final Map<Protocol, Branch> catchAll = new EnumMap<>(Protocol.class);
    private final Map<Object, Branch> taken = new HashMap<>();
    private final Problems problems;

    Reachability(Problems problems) {
        this.problems = problems;
    }

    void check(Table table) {
        for (Branch branch : table.branches()) {
            Branch before = catchAll.get(branch.protocol());
            if (before != null) {
                unreachable(branch, before.id() + ", which matches everything");
            } else {
                check(branch);
            }
        }
    }

    private void check(Branch branch) {
        List<Branch> earlier = branch.matches().stream()
                .filter(match -> taken.containsKey(key(branch, match)))
                .map(match -> taken.get(key(branch, match)))
                .toList();
        if (!earlier.isEmpty() && earlier.size() == branch.matches().size()) {
            unreachable(branch, earlier.get(0).id() + ", which has the same match");
        } else if (!earlier.isEmpty()) {
            report(
                    ProblemCode.INEFFECTIVE_MATCH,
                    branch.place().field("match"),
                    branch,
                    earlier.get(0).id());
        }
        branch.matches().forEach(match -> taken.putIfAbsent(key(branch, match), branch));
        if (branch.matches().isEmpty() || branch.matches().stream().anyMatch(Reachability::matchesEverything)) {
            catchAll.put(branch.protocol(), branch);
        }
    }

    private void unreachable(Branch branch, String before) {
        report(ProblemCode.UNREACHABLE_RULE, branch.place(), branch, before);
    }

    private void report(ProblemCode code, Place place, Branch branch, String before) {
        problems.add(code, place, branch.id(), "a place before " + before);
    }

    /** Conditions without their place and order. */
    private static Object key(Branch branch, RouteMatch match) {
        Set<Condition> conditions = match.conditions().stream()
                .map(c -> new Condition(c.subject(), c.key(), c.index(), c.match(), c.negated(), ""))
                .collect(Collectors.toSet());
        return List.of(branch.protocol(), conditions);
    }

    private static boolean matchesEverything(RouteMatch match) {
        return match.conditions().stream().allMatch(Reachability::isAnyPath);
    }

    private static boolean isAnyPath(Condition condition) {
        return condition.subject() == Subject.PATH
                && !condition.negated()
                && condition.match() instanceof StringMatch text
                && text.kind() == StringMatch.Kind.PREFIX
                && (text.value().equals("/") || text.value().isEmpty());
    }
}
