package io.twinmesh.backend.proxy.link;

import io.netty.util.internal.PlatformDependent;
import io.twinmesh.api.Internal;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * What one connection or call may take.
 *
 * @param payload bytes of one frame without its header
 * @param callTimeoutMillis time a response may take
 * @param heartbeatMillis silence after which a heartbeat is sent; three times as much closes a connection
 * @param connectTimeoutMillis time a connection to an endpoint may take
 * @param drainMillis time calls in flight are given when the sidecar ends
 * @param callsPerConnection calls in flight of one client connection
 * @param pendingBytes bytes kept for a client that does not read, or for an endpoint that is being connected to
 * @param detectMillis time an intercepted connection may say nothing before it is opened as one whose server speaks first
 * @param connectionsPerListener connections of clients to one listener
 * @param connectionsPerEndpoint connections to one endpoint from one worker
 * @param frameTimeoutMillis time a frame may take from its first byte to its last, while it is read
 * @param stalledClientMillis time a client may leave what was written to it unread
 * @param callsPerWorker calls in flight of all clients of one listener on one worker
 * @param memoryBudget bytes held for all peers together, see {@link MemoryBudget}
 * @param refusesUnknown whether calls that come in are refused, not passed on ungoverned, if they cannot be read
 */
@Internal(since = "0.1")
public record Limits(
        int payload,
        int callTimeoutMillis,
        int heartbeatMillis,
        int connectTimeoutMillis,
        int drainMillis,
        int detectMillis,
        int callsPerConnection,
        int pendingBytes,
        int connectionsPerListener,
        int connectionsPerEndpoint,
        int frameTimeoutMillis,
        int stalledClientMillis,
        int callsPerWorker,
        int memoryBudget,
        boolean refusesUnknown) {

    private static final int DAY = 86_400_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int MOST_CALLS = 1 << 20;
    private static final int BYTES_OF_A_CALL = 1 << 10;
    private static final int MOST_CONNECTIONS = 1 << 20;
    private static final int BYTES_OF_A_CONNECTION = 4 << 10;

    /**
     * The limits a mesh asks for.
     *
     * @throws MeshConfigurationException if one is out of range
     */
    public static Limits of(MeshConfig config) {
        return new Limits(
                config.number("payload-limit", 8 * MEGABYTE, 64, 512 * MEGABYTE),
                config.number("call-timeout-ms", 600_000, 10, DAY),
                config.number("heartbeat-ms", 60_000, 10, DAY),
                config.number("connect-timeout-ms", 3_000, 10, 600_000),
                config.number("drain-ms", 10_000, 0, DAY),
                config.number("detect-timeout-ms", 100, 1, 60_000),
                config.number("calls-per-connection", 65_536, 1, 1 << 20),
                config.number("pending-bytes", 64 * MEGABYTE, 1024, Integer.MAX_VALUE),
                config.number("connections-per-listener", connectionsThatFit(), 1, MOST_CONNECTIONS),
                config.number("connections-per-endpoint", 1, 1, 64),
                config.number("frame-timeout-ms", 30_000, 10, DAY),
                config.number("stalled-client-ms", 60_000, 10, DAY),
                config.number("calls-per-worker", callsThatFit(), 1, MOST_CALLS),
                config.number("memory-budget-bytes", halfOfDirectMemory(), 64 << 10, Integer.MAX_VALUE),
                refusesUnknown(config.option("unknown-serialization", "pass")));
    }

    /** Calls that take a quarter of the heap, should one worker have them all. */
    private static int callsThatFit() {
        return (int) Math.min(quarterOfHeap() / BYTES_OF_A_CALL, MOST_CALLS);
    }

    /** Connections that take a quarter of the heap, passed through and so with one to an endpoint each. */
    private static int connectionsThatFit() {
        return (int) Math.min(quarterOfHeap() / BYTES_OF_A_CONNECTION, MOST_CONNECTIONS);
    }

    private static long quarterOfHeap() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /** The rest is for what passes through and for what Netty's pool keeps. */
    private static int halfOfDirectMemory() {
        return (int) Math.min(PlatformDependent.maxDirectMemory() / 2, Integer.MAX_VALUE);
    }

    private static boolean refusesUnknown(String choice) {
        return switch (choice) {
            case "pass" -> false;
            case "refuse" -> true;
            default -> throw new MeshConfigurationException("option 'unknown-serialization'", choice, "pass or refuse");
        };
    }

    /** How often time limits are looked at. */
    public int sweepMillis() {
        int calls = Math.min(callTimeoutMillis, heartbeatMillis);
        int peers = Math.min(frameTimeoutMillis, stalledClientMillis);
        return Math.max(5, Math.min(Math.min(calls, peers), 4_000) / 4);
    }

    /** A duration in sweeps, rounded up. */
    public int sweeps(long millis) {
        return (int) Math.min(Integer.MAX_VALUE / 2, (millis + sweepMillis() - 1) / sweepMillis() + 1);
    }
}
