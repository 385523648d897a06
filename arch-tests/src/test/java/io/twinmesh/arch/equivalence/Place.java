package io.twinmesh.arch.equivalence;

import io.netty.buffer.ByteBuf;
import io.twinmesh.adapters.dubbo.InProcessView;
import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.backend.proxy.dubbo.DubboRequest;
import io.twinmesh.backend.proxy.dubbo.MethodTable;

/** A place where decisions are made: how it sees a call, and how it asks the kernel about it. */
interface Place {

    /** The view on a call. */
    RpcRequest view(Calls.Made call, Direction direction, ByteBuf frame);

    /** Has a call decided. */
    Decision decide(Kernel kernel, Direction direction, RpcRequest request, Call call);

    /** Inside the application: the invocation itself, in the caller's thread. */
    final class InProcess implements Place {

        private final InProcessView views = new InProcessView();

        @Override
        public RpcRequest view(Calls.Made call, Direction direction, ByteBuf frame) {
            return direction == Direction.INBOUND
                    ? views.arrived(call.invocation(), call.provider())
                    : views.leaving(call.invocation(), call.provider());
        }

        @Override
        public Decision decide(Kernel kernel, Direction direction, RpcRequest request, Call call) {
            return direction == Direction.INBOUND ? kernel.inbound(request, call) : kernel.outbound(request, call);
        }
    }

    /** In the sidecar: the frame, at once where nothing may wait. */
    final class Sidecar implements Place {

        private final DubboRequest inFrame = new DubboRequest(new MethodTable());

        @Override
        public RpcRequest view(Calls.Made call, Direction direction, ByteBuf frame) {
            inFrame.wrap(frame, 0, frame.readableBytes());
            return inFrame;
        }

        @Override
        public Decision decide(Kernel kernel, Direction direction, RpcRequest request, Call call) {
            Decision decision = kernel.decideAtOnce(direction, request, call);
            if (decision == null) {
                decision =
                        direction == Direction.INBOUND ? kernel.inbound(request, call) : kernel.outbound(request, call);
            }
            if (inFrame.malformed()) {
                throw new AssertionError("malformed: " + inFrame.key());
            }
            return decision;
        }
    }
}
