package io.twinmesh.benchmarks.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {

    private final FrameSplitter splitter = new FrameSplitter();
    private final List<Long> ids = new ArrayList<>();

    @Test
    void everyFrameIsSeenOnceWhateverTheChunks() {
        for (int chunk = 1; chunk < 700; chunk += 13) {
            ids.clear();
            ByteBuf stream = threeFrames();
            while (stream.isReadable()) {
                splitter.read(stream.readSlice(Math.min(chunk, stream.readableBytes())), this::note);
            }
            assertEquals(List.of(1L, 2L, 3L), ids, "chunks of " + chunk + " bytes");
        }
    }

    @Test
    void strayBytesAreRefused() {
        ByteBuf noise = Unpooled.buffer().writeZero(16);

        assertThrows(IllegalArgumentException.class, () -> splitter.read(noise, this::note));
    }

    private void note(ByteBuf in, int at, int bytes) {
        ids.add(DubboHeader.id(in, at));
    }

    private static ByteBuf threeFrames() {
        ByteBuf stream = Unpooled.buffer();
        for (long id = 1; id <= 3; id++) {
            int at = stream.writerIndex();
            stream.writeBytes(EchoFrames.request(EchoCall.ofPayload(50)));
            stream.setLong(at + DubboHeader.ID_OFFSET, id);
        }
        return stream;
    }
}
