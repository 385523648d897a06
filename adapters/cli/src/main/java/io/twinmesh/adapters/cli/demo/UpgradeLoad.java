package io.twinmesh.adapters.cli.demo;

/**
 * How much goes on while a sidecar is upgraded.
 *
 * @param dubboConnections of each of the two Dubbo consumers
 * @param dubboRate calls per second of each of them
 * @param tcpRate round trips per second over all TCP connections together
 * @param quietSeconds time before the first upgrade and after the last one
 * @param probationMillis how long each new process can hand everything back
 */
record UpgradeLoad(
        int upgrades,
        int dubboConnections,
        int dubboRate,
        int tcpConnections,
        int tcpRate,
        int quietSeconds,
        int probationMillis) {

    /** 200 connections. */
    static UpgradeLoad of(int upgrades, int rate, boolean quick) {
        return new UpgradeLoad(upgrades, 50, Math.max(1, rate / 4), 100, Math.max(1, rate / 2), quick ? 3 : 10, 500);
    }

    int dubboThreads() {
        return Math.min(50, Math.max(4, dubboRate / 10));
    }
}
