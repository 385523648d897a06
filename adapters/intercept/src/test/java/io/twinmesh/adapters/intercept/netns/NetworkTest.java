package io.twinmesh.adapters.intercept.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @Test
    void aKernelThatCannotTrackConnectionsTracksNone() {
        assertEquals("0", Network.tracked(new Reads("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "12"})
    void otherwiseItSaysHowMany(String count) {
        assertEquals(count, Network.tracked(new Reads(count)));
    }

    /** A machine whose files all say this; empty if it has none. */
    private record Reads(String text) implements Host {

        @Override
        public Output run(String input, List<String> command) {
            return new Output(1, "", "");
        }

        @Override
        public String read(String path) {
            return text;
        }

        @Override
        public boolean has(String program) {
            return false;
        }
    }
}
