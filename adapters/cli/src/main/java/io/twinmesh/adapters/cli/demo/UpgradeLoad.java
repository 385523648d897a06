package io.twinmesh.adapters.cli.demo;

/**
 * How much goes on while a sidecar is upgraded.
 *
 * @param dubboConnections of each of the two Dubbo consumers
 * @param dubboRate calls per second of each of them
 * @param tcpRate round trips per second over all TCP connections together
 * @param quietSeconds time before the first upgrade and after the last one
 * @param probationMillis how long each new process can hand everything back
 * @param difficult whether there are slow calls, half frames and clients that do not read as well
 * @param slowMillis how long a slow call takes
 */
record UpgradeLoad(
        int upgrades,
        int dubboConnections,
        int dubboRate,
        int tcpConnections,
        int tcpRate,
        int quietSeconds,
        int probationMillis,
        boolean difficult,
        int slowMillis) {

    /** 200 connections, beside those of difficult clients. */
    static UpgradeLoad of(int upgrades, int rate, boolean quick, boolean difficult) {
        return new UpgradeLoad(
                upgrades,
                50,
                Math.max(1, rate / 4),
                100,
                Math.max(1, rate / 2),
                quick ? 3 : 10,
                500,
                difficult,
                quick ? 2_000 : 10_000);
    }

    int dubboThreads() {
        return Math.min(50, Math.max(4, dubboRate / 10));
    }

    /** Slow calls that each of the two Dubbo consumers has in flight at any time. */
    int slowCalls() {
        return difficult ? 4 : 0;
    }

    /** Connections on which requests are sent in two parts. */
    int halfFrames() {
        return difficult ? 10 : 0;
    }

    /** Connections that are not read until the end. */
    int unread() {
        return difficult ? 2 : 0;
    }
}
