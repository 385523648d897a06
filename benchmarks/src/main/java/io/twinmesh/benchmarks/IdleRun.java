package io.twinmesh.benchmarks;

/**
 * One start of an idle sidecar.
 *
 * @param readyMillis from process start to its line {@code ready}, in milliseconds
 * @param startCpuSeconds CPU seconds used until then
 * @param idleCpuSeconds CPU seconds used while it idled
 * @param rssMib resident memory after idling, in MiB
 */
record IdleRun(double readyMillis, double startCpuSeconds, double idleCpuSeconds, double rssMib) {}
