package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.ProxyProtocol;

/** Whatever no other protocol claims: passed through if the kernel has a route for the port; if not, passed to where it was meant to go, or refused. */
@Internal(since = "0.1")
public final class TcpProtocol implements ProxyProtocol {

    @Override
    public String id() {
        return "tcp";
    }

    @Override
    public Answer detects(ByteBuf first) {
        return Answer.YES;
    }

    @Override
    public Lane lane(LaneScope scope) {
        return new TcpLane(scope);
    }
}
