package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.util.List;

/** What is the same for everything that can be handed over: its connections are on the loops of workers. */
abstract class WorkersEstate implements Estate {

    final Workers workers;

    WorkersEstate(Workers workers) {
        this.workers = workers;
    }

    /** One that is to come. */
    abstract SidecarStandstill standstill();

    @Override
    public List<Channel> connections() {
        return standstill().connections();
    }

    @Override
    public long held() {
        return workers.held();
    }

    @Override
    public int worker(Channel connection) {
        return workers.number(connection);
    }

    @Override
    public List<Channel> adopt(List<FileDescriptor> sockets) {
        return SidecarArrival.channels(workers, sockets);
    }

    @Override
    public void settle(List<Channel> connections, int[] numbers) {
        workers.settle(connections, numbers);
    }

    @Override
    public int sockets(FieldReader offer) {
        return SidecarArrival.sockets(offer);
    }
}
