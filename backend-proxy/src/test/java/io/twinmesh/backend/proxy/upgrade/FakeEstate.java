package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Something that can be handed over, with the connections it is given and no others, and remembers what became of it. */
final class FakeEstate implements Estate, Estate.Standstill, Estate.Arrival {

    private final Set<Integer> refused;
    Set<Integer> kept;
    long held;
    Runnable opens = () -> {};
    Runnable writes = () -> {};
    boolean thawed;
    long faults;
    Outcomes outcomes = new Outcomes(0, 0);
    List<Channel> connections = List.of();
    List<Channel> standing = List.of();
    int count;
    final List<Channel> adopted = new ArrayList<>();
    List<Channel> arrived;
    int[] workers;
    SharedBytes shared;

    /**
     * One to hand over.
     *
     * @param refused lanes that it does not take, if it is the one who takes
     */
    FakeEstate(Set<Integer> refused) {
        this.refused = refused;
    }

    @Override
    public void writeListeners(FieldWriter out) {}

    @Override
    public List<Channel> listenerSockets() {
        return List.of();
    }

    @Override
    public void rehearse(FieldWriter out) {}

    @Override
    public void rehearse(FieldReader offer) {}

    @Override
    public Standstill standStill() {
        return this;
    }

    @Override
    public List<Channel> connections() {
        return connections;
    }

    @Override
    public List<Channel> adopt(List<FileDescriptor> sockets) {
        List<Channel> channels =
                sockets.stream().<Channel>map(socket -> new EmbeddedChannel()).toList();
        adopted.addAll(channels);
        return channels;
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public int worker(Channel connection) {
        return -1;
    }

    @Override
    public void settle(List<Channel> connections, int[] workers) {
        this.workers = workers;
    }

    @Override
    public Arrival arrive(FieldReader offer, List<Channel> channels, SharedBytes shared) {
        arrived = channels;
        this.shared = shared;
        return this;
    }

    @Override
    public int sockets(FieldReader offer) {
        return count;
    }

    @Override
    public void released() {}

    @Override
    public void serve() {}

    @Override
    public int clients() {
        return 0;
    }

    @Override
    public long faults() {
        return faults;
    }

    @Override
    public Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public long since() {
        return 0;
    }

    @Override
    public void write(FieldWriter out, SharedBytes shared) {
        writes.run();
    }

    @Override
    public List<Channel> sockets() {
        return standing;
    }

    @Override
    public int staying() {
        return 0;
    }

    @Override
    public void moved(Set<Integer> lanes) {
        kept = lanes;
    }

    @Override
    public void thaw() {
        thawed = true;
    }

    @Override
    public Set<Integer> refused() {
        return refused;
    }

    @Override
    public void open() {
        opens.run();
    }

    @Override
    public void discard() {}
}
