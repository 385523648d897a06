package io.twinmesh.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls to make, as a line describes them: {@code NAME METHOD [count=N] [seconds=S] [rate=R] [threads=T] [attachment.KEY=VALUE]...
 * [arg=VALUE]...}.
 *
 * @param name tells its result from others
 * @param method {@code buy}, {@code sell} or {@code quote}
 * @param count calls at most, 0 for no limit
 * @param seconds time at most, 0 for no limit
 * @param rate calls per second of all threads together, 0 for as fast as it goes
 * @param arguments each a text, or a range {@code 0..199} that the calls go through one by one
 */
record Batch(
        String name,
        String method,
        long count,
        int seconds,
        int rate,
        int threads,
        Map<String, String> attachments,
        List<String> arguments) {

    private static final Set<String> METHODS = Set.of("buy", "sell", "quote");
    private static final String ATTACHMENT = "attachment.";

    /**
     * Reads a description.
     *
     * @param words name, method and settings
     * @param endless whether it goes on until it is stopped if nothing is said about its end; else it is one call then
     * @throws IllegalArgumentException if it is none
     */
    static Batch of(List<String> words, boolean endless) {
        if (words.size() < 2 || !METHODS.contains(words.get(1))) {
            throw new IllegalArgumentException("batch: " + words + " (expected: NAME and one of " + METHODS + ")");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> attachments = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>();
        for (String word : words.subList(2, words.size())) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            String value = word.substring(equals + 1);
            if (key.equals("arg")) {
                arguments.add(value);
            } else if (key.startsWith(ATTACHMENT)) {
                attachments.put(key.substring(ATTACHMENT.length()), value);
            } else {
                settings.put(key, value);
            }
        }
        return of(words.get(0), words.get(1), settings, endless, attachments, arguments);
    }

    private static Batch of(
            String name,
            String method,
            Map<String, String> settings,
            boolean endless,
            Map<String, String> attachments,
            List<String> arguments) {
        int count = take(settings, "count", settings.containsKey("seconds") || endless ? 0 : 1);
        Batch batch = new Batch(
                name,
                method,
                count,
                take(settings, "seconds", 0),
                take(settings, "rate", 0),
                take(settings, "threads", 1),
                Map.copyOf(attachments),
                List.copyOf(arguments));
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("batch " + name + ": " + settings
                    + " (expected: count, seconds, rate, threads, attachment.KEY or arg)");
        }
        return batch;
    }

    private static int take(Map<String, String> settings, String key, int otherwise) {
        String text = settings.remove(key);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": " + text + " (expected: a number)", e);
        }
    }

    /** An argument of one call. */
    String argument(int index, long call) {
        String text = index < arguments.size() ? arguments.get(index) : "0";
        int dots = text.indexOf("..");
        if (dots < 0) {
            return text;
        }
        long from = Long.parseLong(text.substring(0, dots));
        long to = Long.parseLong(text.substring(dots + 2));
        return Long.toString(from + call % (to - from + 1));
    }
}
