package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.ProxyProtocol;

/** Dubbo2: calls of many clients share one connection to an endpoint; ids are rewritten where they lie, bodies are never copied. */
@Internal(since = "0.1")
public final class DubboProtocol implements ProxyProtocol {

    private final MethodTable methods = new MethodTable();

    @Override
    public String id() {
        return "dubbo2";
    }

    @Override
    public Answer detects(ByteBuf first) {
        int problem = FrameScanner.scan(first, first.readerIndex(), first.writerIndex(), Integer.MAX_VALUE);
        if (problem == FrameScanner.BAD_MAGIC) {
            return Answer.NO;
        }
        return first.readableBytes() < 2 ? Answer.UNDECIDED : Answer.YES;
    }

    @Override
    public Lane lane(LaneScope scope) {
        return new DubboLane(scope, methods);
    }
}
