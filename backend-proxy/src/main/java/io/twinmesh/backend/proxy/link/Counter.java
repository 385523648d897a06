package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import java.util.Locale;

/** What the sidecar counts beside calls. The name in lower case is the name in {@code /stats}. */
@Internal(since = "0.1")
public enum Counter {
    /** Connections accepted so far. */
    DOWNSTREAM_ACCEPTED,
    /** Accepted connections that are open now. */
    DOWNSTREAM_OPEN,
    /** Connections closed as soon as they were accepted, because as many as may be were open. */
    DOWNSTREAM_LIMITED,
    /** Connections closed because nothing came for three heartbeats. */
    DOWNSTREAM_IDLE_CLOSED,
    /** Connections closed because their client did not read its responses. */
    DOWNSTREAM_OVERFLOWED,
    /** Connections closed because their client left what was written to it unread for too long. */
    DOWNSTREAM_STALLED,
    /** Connections that began with a line of text. */
    DOWNSTREAM_TEXT_REFUSED,
    /** Connections of no known protocol without a route for plain TCP. */
    DOWNSTREAM_UNROUTED,
    /** Connections meant for a listener of this sidecar, or made straight to a transparent one: passed on, they would never end. */
    DOWNSTREAM_LOOP_REFUSED,
    /** Intercepted connections whose client said nothing for {@code detect-timeout-ms}. */
    DOWNSTREAM_SILENT,
    /** Intercepted connections ended because the destination that their calls were passed to was lost. */
    DOWNSTREAM_DESTINATION_LOST,
    /** Connections to endpoints opened so far. */
    UPSTREAM_CONNECTED,
    /** Connections to endpoints that are open now. */
    UPSTREAM_OPEN,
    /** Attempts to connect that failed. */
    UPSTREAM_CONNECT_FAILED,
    /** Connections to endpoints that ended with calls in flight or were given up. */
    UPSTREAM_LOST,
    /** Times that reading from a client stopped because an endpoint did not read. */
    UPSTREAM_CONGESTED,
    /** READONLY events from providers. */
    UPSTREAM_READONLY,
    /** Connections closed because no cluster contains their endpoint any more. */
    UPSTREAM_RETIRED,
    /** Bytes held for peers now, see option {@code memory-budget-bytes}. */
    MEMORY_HELD,
    /** Connections closed because there was no room for what their peer did not read. */
    MEMORY_CONNECTIONS_CLOSED,
    /** Frames dropped half read because there was no room for them. */
    MEMORY_FRAMES_TURNED_AWAY,
    /** Calls turned away because there was no room for them to wait. */
    MEMORY_CALLS_TURNED_AWAY,
    DUBBO_REQUESTS,
    DUBBO_ONEWAY_REQUESTS,
    DUBBO_RESPONSES,
    /** Requests answered with an error because the kernel rejected them. */
    DUBBO_REJECTED,
    /** Requests no route is for, passed to where their connection was meant to go. */
    DUBBO_PASSED,
    DUBBO_HEARTBEATS,
    /** Frames with wrong magic or an impossible length. */
    DUBBO_FRAMES_MALFORMED,
    /** Connections closed because a frame that had begun did not end in time. */
    DUBBO_FRAMES_TIMED_OUT,
    /** Requests whose body could not be decoded as far as the rules need. */
    DUBBO_BODIES_MALFORMED,
    /** Requests in a serialization that the sidecar does not read. */
    DUBBO_SERIALIZATION_UNKNOWN,
    /** Requests whose id was in flight already. */
    DUBBO_DUPLICATE_IDS,
    /** Requests over the limit of calls in flight on one connection or one worker. */
    DUBBO_INFLIGHT_LIMITED,
    /** Responses to no call, or to one that had ended. */
    DUBBO_RESPONSES_UNKNOWN,
    /** Requests that a provider sent to its consumer. */
    DUBBO_CALLBACKS_REFUSED,
    /** Calls without a response within the time there was. */
    DUBBO_CALLS_TIMED_OUT,
    /** Calls whose callers had given them up, by the time they had set, before an answer came; counted where a rule looks at that. */
    DUBBO_CALLS_GIVEN_UP,
    /** Calls decided aside because a limit may make them wait. */
    DUBBO_CALLS_ASIDE,
    TCP_CONNECTIONS,
    /** Connections no route is for, passed to where they were meant to go. */
    TCP_PASSED,
    /** Faults of the sidecar itself that ended a connection or a sweep. */
    FAULTS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Whether it goes up and down with what there is now, and so is known only to the process that has it. */
    public boolean isGauge() {
        return this == DOWNSTREAM_OPEN || this == UPSTREAM_OPEN || this == MEMORY_HELD;
    }

    public String word() {
        return word;
    }
}
