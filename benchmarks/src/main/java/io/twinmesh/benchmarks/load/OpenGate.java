package io.twinmesh.benchmarks.load;

import io.twinmesh.benchmarks.wire.EchoCall;

/** The gate of every row but the in-process one: does nothing. */
final class OpenGate implements CallGate {

    @Override
    public void before(int slot, EchoCall call) {}

    @Override
    public void after(int slot, EchoCall call, int status, long nanos) {}
}
