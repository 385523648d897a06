package io.twinmesh.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the calls of a batch. Threading: any thread. */
final class Tally {

    private final long start = System.nanoTime();
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> okBySecond = new ConcurrentHashMap<>();

    /** Starts a call: its number from 0. */
    long next() {
        return calls.getAndIncrement();
    }

    void answered(String by) {
        count(answers, by);
        count(okBySecond, (System.nanoTime() - start) / 1_000_000_000L);
    }

    void failed(String kind) {
        count(errors, kind);
    }

    private static <K> void count(Map<K, AtomicLong> counts, K key) {
        counts.computeIfAbsent(key, any -> new AtomicLong()).incrementAndGet();
    }

    /** One line for the program that reads it. */
    String json(String name) {
        long made = sum(answers) + sum(errors);
        return "{\"batch\":\"" + escaped(name) + "\",\"calls\":" + made + ",\"ok\":" + object(answers) + ",\"errors\":"
                + object(errors) + ",\"okBySecond\":" + object(okBySecond) + ",\"millis\":"
                + (System.nanoTime() - start) / 1_000_000 + "}";
    }

    private static long sum(Map<String, AtomicLong> counts) {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private static String object(Map<?, AtomicLong> counts) {
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(counts)
                .forEach((key, count) -> json.append(json.length() == 1 ? "\"" : ",\"")
                        .append(escaped(key.toString()))
                        .append("\":")
                        .append(count));
        return json.append('}').toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
