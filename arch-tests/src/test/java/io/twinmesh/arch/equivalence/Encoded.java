package io.twinmesh.arch.equivalence;

import io.netty.buffer.ByteBuf;

/** A call, and the frame that carries it. */
record Encoded(Calls.Made call, ByteBuf frame) {}
