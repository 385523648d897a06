package io.twinmesh.backend.proxy.dubbo;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bytes at all are answered with an exception. In a normal build the seeds are tried; {@code mvn -Pfuzz -pl backend-proxy -am test} goes on
 * from them, guided by coverage.
 */
class FrameFuzzTest {

    private static final FrameProbe PROBE = new FrameProbe();

    /** What a run is worth. */
    @AfterAll
    static void say() {
        System.out.println("frames past the scanner: " + PROBE.frames());
    }

    static Stream<byte[]> frames() {
        return HostileFramesTest.seeds().stream().limit(12);
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "")
    void anyBytesAreRead(byte[] bytes) {
        if (bytes != null) {
            PROBE.probe(bytes);
        }
    }
}
