package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBufUtil;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lanes of an offer as version 1 wrote them. {@link LaneRecordsTest} says what is in them. */
final class GoldenLanes {

    /** Where the calls in them went. */
    static final Endpoint CALLS = Endpoint.of("127.0.0.1", 20_880);

    /** Where a connection did not come about. */
    static final Endpoint BUSY = Endpoint.of("127.0.0.1", 20_881);

    /** Bytes of a frame that had come. */
    static final int HALF = 20;

    /** The id, at its endpoint, of call 7. */
    static final long UPSTREAM_ID = 1L << 20;

    private static final String GOLDEN = "/upgrade/v1/lanes.txt";

    private GoldenLanes() {}

    static List<byte[]> read() throws IOException {
        try (InputStream in = GoldenLanes.class.getResourceAsStream(GOLDEN)) {
            assertNotNull(in, GOLDEN);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(ByteBufUtil::decodeHexDump)
                    .toList();
        }
    }
}
