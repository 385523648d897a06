package io.twinmesh.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way of loading: written {@code c1d32@128} (closed loop, 1 connection, 32 calls in flight on each),
 * {@code o5000x16@1024} (open loop, 5,000 calls per second over 16 connections) or {@code s16@128} (short connections, 16 at a time, one
 * call on each).
 *
 * @param name as written
 * @param connections TCP connections
 * @param inFlight calls in flight per connection; in an open loop the depth of its closed warm-up
 * @param ratePerSecond calls per second over all connections; 0 is a closed loop
 * @param payloadBytes size of the String argument in bytes
 * @param shortLived every call has a connection of its own, opened for it and closed after it
 */
public record LoadShape(
        String name, int connections, int inFlight, int ratePerSecond, int payloadBytes, boolean shortLived) {

    private static final Pattern CLOSED = Pattern.compile("c(\\d{1,4})d(\\d{1,4})(?:@(\\d{1,5}))?");
    private static final Pattern OPEN = Pattern.compile("o(\\d{1,6})x(\\d{1,4})(?:@(\\d{1,5}))?");
    private static final Pattern SHORT = Pattern.compile("s(\\d{1,4})(?:@(\\d{1,5}))?");
    private static final int USUAL_PAYLOAD_BYTES = 128;

    public LoadShape {
        require(name, connections > 0, "at least one connection");
        require(name, inFlight > 0, "at least one call in flight");
        require(name, connections * inFlight < InFlight.SLOTS, "fewer than " + InFlight.SLOTS + " calls in flight");
        require(name, payloadBytes > 0 && payloadBytes <= 32_767, "1 to 32767 payload bytes");
    }

    /** Reads a shape; the payload is 128 bytes if none is written. */
    public static LoadShape parse(String text) {
        Matcher closed = CLOSED.matcher(text);
        if (closed.matches()) {
            return new LoadShape(text, number(closed, 1), number(closed, 2), 0, payload(closed, 3), false);
        }
        Matcher brief = SHORT.matcher(text);
        if (brief.matches()) {
            return new LoadShape(text, number(brief, 1), 1, 0, payload(brief, 2), true);
        }
        Matcher open = OPEN.matcher(text);
        require(
                text,
                open.matches(),
                "c<connections>d<in flight>[@bytes], o<calls per second>x<connections>[@bytes] or s<connections>[@bytes]");
        require(text, number(open, 1) > 0, "at least one call per second");
        return new LoadShape(text, number(open, 2), 1, number(open, 1), payload(open, 3), false);
    }

    /** Whether calls are sent at a fixed rate, answered or not. */
    public boolean open() {
        return ratePerSecond > 0;
    }

    /** One line for people. */
    public String description() {
        if (shortLived) {
            return "short connections, %d at a time, one call on each, %d B".formatted(connections, payloadBytes);
        }
        String what = open()
                ? "open loop, %,d calls/s over %d connections".formatted(ratePerSecond, connections)
                : "closed loop, %d connection(s), %d in flight on each".formatted(connections, inFlight);
        return what + ", " + payloadBytes + " B";
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int payload(Matcher matcher, int group) {
        return matcher.group(group) == null ? USUAL_PAYLOAD_BYTES : number(matcher, group);
    }

    private static void require(String shape, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("load shape: " + shape + " (expected: " + rule + ")");
        }
    }
}
