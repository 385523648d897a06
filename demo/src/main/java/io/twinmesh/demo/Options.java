package io.twinmesh.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options {@code --name value} that a program was started with. */
record Options(Map<String, String> values) {

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException if one is not known or has no value
     */
    static Options of(Set<String> known, String... words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException("option: " + words[i] + " (expected: one of " + known + ")");
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException("option " + words[i] + ": no value (expected: one)");
            }
            values.put(name, words[i + 1]);
        }
        return new Options(values);
    }

    @Nullable String text(String name) {
        return values.get(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The value as a number. */
    int number(String name, int otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("option --" + name + ": " + text + " (expected: a number)", e);
        }
    }
}
