package io.twinmesh.adapters.istio.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates how large an expression in RE2 syntax becomes when its counted repetitions are written out, as the compiler does. RE2/J limits
 * each count, but not counts inside counts, which fill any memory.
 */
final class RegexSize {

    private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,6})(?:,([0-9]{0,6}))?\\}");
    private static final long MOST = Integer.MAX_VALUE;

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        return new RegexSize(regex).size();
    }

    private long size() {
        Matcher count = COUNT.matcher(regex);
        while (at < regex.length()) {
            if (count.find(at) && count.start() == at) {
                repeat(count);
                at = count.end();
            } else {
                step(regex.charAt(at));
            }
        }
        return outer.stream().reduce(sum, Long::sum);
    }

    private void step(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> atom(endOfClass() - at);
            case '\\' -> atom(regex.startsWith("\\Q", at) ? quoted() : 2);
            default -> atom(1);
        }
    }

    private void repeat(Matcher count) {
        String upper = count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
        long times = Math.max(1, Math.max(Long.parseLong(upper), Long.parseLong(count.group(1))));
        long repeated = Math.min(MOST, last * times);
        sum = Math.min(MOST, sum - last + repeated);
        last = repeated;
    }

    private void open() {
        outer.push(sum);
        sum = 0;
        last = 0;
        at++;
    }

    private void close() {
        last = Math.min(MOST, sum + 1);
        sum = Math.min(MOST, last + (outer.isEmpty() ? 0 : outer.pop()));
        at++;
    }

    private void atom(int length) {
        last = 1;
        sum++;
        at += length;
    }

    /** A closing bracket that comes first stands for itself. */
    private int endOfClass() {
        int i = regex.startsWith("[^", at) ? at + 2 : at + 1;
        for (int first = i; i < regex.length(); i++) {
            if (regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
                i = regex.indexOf(":]", i) + 1;
            } else if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.charAt(i) == ']' && i > first) {
                return i + 1;
            }
        }
        return regex.length();
    }

    private int quoted() {
        int end = regex.indexOf("\\E", at);
        return (end < 0 ? regex.length() : end + 2) - at;
    }
}
