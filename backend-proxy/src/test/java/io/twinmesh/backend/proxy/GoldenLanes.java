package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lanes of an offer as the versions of the protocol wrote them. {@link LaneRecordsTest} says what is in those of version 1,
 * {@link SharedLaneTest} what is in that of version 3.
 */
final class GoldenLanes {

    /** Field of an offer. */
    static final int LANE = 2;

    /** Where the calls in them went. */
    static final Endpoint CALLS = Endpoint.of("127.0.0.1", 20_880);

    /** Where a connection did not come about. */
    static final Endpoint BUSY = Endpoint.of("127.0.0.1", 20_881);

    /** Bytes of a frame that had come. */
    static final int HALF = 20;

    /** The id, at its endpoint, of call 7. */
    static final long UPSTREAM_ID = 1L << 20;

    private GoldenLanes() {}

    /** Those of version 1. */
    static List<byte[]> read() throws IOException {
        return read("/upgrade/v1/lanes.txt");
    }

    /** That of a client that has not read, of version 3. */
    static List<byte[]> readShared() throws IOException {
        return read("/upgrade/v3/shared-lane.txt");
    }

    private static List<byte[]> read(String golden) throws IOException {
        try (InputStream in = GoldenLanes.class.getResourceAsStream(golden)) {
            assertNotNull(in, golden);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(ByteBufUtil::decodeHexDump)
                    .toList();
        }
    }

    /** Those in an offer. */
    static List<byte[]> in(ByteBuf offer) {
        ByteBuf rest = offer.slice();
        List<byte[]> lanes = new ArrayList<>();
        while (rest.isReadable()) {
            int field = rest.readUnsignedShort();
            ByteBuf content = rest.readSlice(rest.readInt());
            if (field == LANE) {
                lanes.add(ByteBufUtil.getBytes(content));
            }
        }
        return lanes;
    }

    /** Makes the same what is another each time. */
    static void setNumber(FieldReader record, int field, long value) {
        if (record.has(field)) {
            record.bytes(field).setLong(0, value);
        }
    }

    /** As they are kept. */
    static String hex(List<byte[]> lanes) {
        return lanes.stream().map(lane -> ByteBufUtil.hexDump(lane) + "\n").collect(Collectors.joining());
    }
}
