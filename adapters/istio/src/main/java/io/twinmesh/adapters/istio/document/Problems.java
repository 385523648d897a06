package io.twinmesh.adapters.istio.document;

import io.twinmesh.api.Internal;
import io.twinmesh.api.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects problems; of many that are alike in one resource it keeps the first hundred and counts the rest. Threading: one thread. */
@Internal(since = "0.1")
public final class Problems {

    static final int MOST_ALIKE = 100;
    static final int MOST = 10_000;
    private static final int LONGEST_VALUE = 120;

    private record Sort(ProblemCode code, Place resource) {}

    private final List<Problem> kept = new ArrayList<>();
    private final Map<Sort, Integer> counts = new LinkedHashMap<>();

    /** Takes a problem. */
    public void add(ProblemCode code, Place place, String value, String expected) {
        int alike = counts.merge(new Sort(code, new Place(place.file(), place.resource(), "")), 1, Integer::sum);
        if (alike <= MOST_ALIKE && kept.size() < MOST) {
            kept.add(code.at(place, Text.shortened(value, LONGEST_VALUE), expected));
        }
    }

    /** All of them, with a line for those that were only counted. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(kept);
        counts.forEach((sort, count) -> {
            if (count > MOST_ALIKE) {
                all.add(ProblemCode.MORE_PROBLEMS.at(
                        sort.resource(), more(sort.code(), count - MOST_ALIKE), "the ones above to be solved first"));
            }
        });
        return List.copyOf(all);
    }

    private static String more(ProblemCode code, int count) {
        return count + " more of " + code.code();
    }
}
