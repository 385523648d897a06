package io.twinmesh.adapters.cli.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often which answer came: a provider's name, or the reason of a rejection. */
record Tally(Map<String, Integer> answers) {

    Tally {
        answers = Map.copyOf(answers);
    }

    int of(String answer) {
        return answers.getOrDefault(answer, 0);
    }

    int total() {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether nothing but this came, this often. */
    boolean only(String answer, int times) {
        return of(answer) == times && total() == times;
    }

    @Override
    public String toString() {
        return answers.isEmpty()
                ? "nothing"
                : new TreeMap<>(answers)
                        .entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
    }
}
