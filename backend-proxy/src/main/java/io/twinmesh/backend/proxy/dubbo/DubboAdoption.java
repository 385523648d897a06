package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the lane that {@link DubboCarry} wrote: first everything that can be refused, then, in one go, what opens connections. */
final class DubboAdoption implements Adoption {

    private static final int MOST_SERIALIZATION = 31;

    private final DubboLane lane;
    private final LaneInput input;
    private final List<DubboDownstream> downstreams = new ArrayList<>();
    private final List<UpstreamConnection> upstreams = new ArrayList<>();
    private final List<Upstream> owners = new ArrayList<>();
    private final List<InFlight> calls = new ArrayList<>();
    private final List<Runnable> opening = new ArrayList<>();
    private final List<Runnable> further = new ArrayList<>();

    DubboAdoption(DubboLane lane, LaneInput input) {
        this.lane = lane;
        this.input = input;
    }

    /**
     * Builds it.
     *
     * @return this one
     * @throws UpgradeRefusedException if the record is no lane
     */
    Adoption build() {
        try {
            buildAll();
            return this;
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
    }

    @Override
    public void forget() {
        downstreams.forEach(DubboDownstream::moved);
        downstreams.forEach(lane::left);
        owners.forEach(Upstream::forsake);
        calls.forEach(lane::handedOver);
        lane.endUnusedSources();
    }

    private void buildAll() {
        FieldReader fields = input.fields();
        fields.records(CarryFields.DOWNSTREAM).forEach(this::downstream);
        List<FieldReader> records = fields.records(CarryFields.UPSTREAM);
        records.forEach(this::upstream);
        fields.records(CarryFields.CALL).forEach(this::call);
        for (int i = 0; i < records.size(); i++) {
            upstreams.get(i).slots().restored(records.get(i).number(CarryFields.GENERATION));
        }
    }

    private void downstream(FieldReader record) {
        int connection = input.connection(record, CarryFields.CONNECTION);
        DubboDownstream downstream = lane.entered();
        downstream.serialization(record.number(CarryFields.SERIALIZATION, 0, MOST_SERIALIZATION));
        downstream.transparency(record.flag(CarryFields.PASSING), record.flag(CarryFields.LEAVING));
        downstreams.add(downstream);
        int skipping = skipping(record);
        opening.add(() -> {
            lane.scope().adopted(input.channel(connection));
            downstream.frames().skip(skipping);
            open(connection, downstream, record.bytes(CarryFields.KEPT));
        });
    }

    private void upstream(FieldReader record) {
        int connection = input.connection(record, CarryFields.CONNECTION);
        Upstream owner = lane.upstreams(source(record)).adopt(endpoint(record, CarryFields.ADDRESS, CarryFields.PORT));
        owners.add(owner);
        owner.knows(record.flag(CarryFields.REPORTED), record.flag(CarryFields.DRAINING));
        UpstreamConnection upstream = new UpstreamConnection(lane, owner, true);
        upstream.serialization(record.number(CarryFields.SERIALIZATION, 0, MOST_SERIALIZATION));
        upstreams.add(upstream);
        int skipping = skipping(record);
        opening.add(() -> {
            upstream.frames().skip(skipping);
            open(connection, upstream, record.bytes(CarryFields.KEPT));
        });
    }

    private static @Nullable InetAddress source(FieldReader record) {
        String address = record.textOrNull(CarryFields.SOURCE);
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new UpgradeRefusedException("source", String.valueOf(address), "an address");
        }
    }

    private static Endpoint endpoint(FieldReader record, int address, int port) {
        return Endpoint.of(record.text(address), record.number(port, 0, 65_535));
    }

    private static int skipping(FieldReader record) {
        return (int) record.number(CarryFields.SKIPPING, 0);
    }

    /** What has arrived of a frame is read once more, before anything else can be. */
    private void open(int connection, Conversation conversation, ByteBuf kept) {
        input.adopt(connection, lane.worker(), conversation);
        if (kept.isReadable()) {
            conversation.read(copy(kept));
        }
    }

    private ByteBuf copy(ByteBuf bytes) {
        return lane.worker()
                .transport()
                .allocator()
                .buffer(bytes.readableBytes())
                .writeBytes(bytes);
    }

    private void call(FieldReader record) {
        InFlight call = lane.newCall();
        calls.add(call);
        call.downstream = downstreams.get(record.number(CarryFields.CALL_DOWNSTREAM, 0, downstreams.size() - 1));
        call.id = record.number(CarryFields.CLIENT_ID);
        call.serialization = record.number(CarryFields.CALL_SERIALIZATION, 0, MOST_SERIALIZATION);
        call.twoWay = !record.flag(CarryFields.ONE_WAY);
        call.callerTimeout = (int) record.number(CarryFields.CALLER_MILLIS_LEFT, 0);
        call.passed = record.flag(CarryFields.PASSED);
        if (call.twoWay && !call.downstream.calls().add(call)) {
            throw new UpgradeRefusedException("call", "id " + call.id + " twice", "ids of a client, each once");
        }
        place(call, record);
        further.add(() -> lane.callerTimeouts().watch(call));
    }

    private void place(InFlight call, FieldReader record) {
        if (record.has(CarryFields.STATE)) {
            lane.worker().kernel().resume(record.state(CarryFields.STATE), call.call);
        } else {
            call.ungoverned = record.has(CarryFields.UPSTREAM_ID);
        }
        if (record.has(CarryFields.UPSTREAM_ID)) {
            sent(call, record);
        } else if (record.has(CarryFields.STATE)) {
            Endpoint endpoint = endpoint(record, CarryFields.CALL_ADDRESS, CarryFields.CALL_PORT);
            further.add(() -> requeue(call, endpoint, record.bytes(CarryFields.FRAME)));
        } else {
            further.add(() -> lane.dispatcher().again(call, copy(record.bytes(CarryFields.FRAME))));
        }
    }

    private void requeue(InFlight call, Endpoint endpoint, ByteBuf frame) {
        DubboDownstream client = Objects.requireNonNull(call.downstream);
        lane.upstreams(client).of(endpoint, client.ordinal()).requeue(call, copy(frame));
    }

    private void sent(InFlight call, FieldReader record) {
        int index = record.number(CarryFields.CALL_UPSTREAM, 0, upstreams.size() - 1);
        long millis = record.number(CarryFields.MILLIS_LEFT);
        call.place = InFlight.Place.SENT;
        call.connection = upstreams.get(index);
        call.deadline = lane.worker().sweep() + lane.limits().sweeps(millis);
        call.connection.slots().restore(call, record.number(CarryFields.UPSTREAM_ID));
    }

    @Override
    public void open() {
        opening.forEach(lane.worker()::safely);
        further.forEach(lane.worker()::safely);
        input.begin(lane.worker());
    }
}
