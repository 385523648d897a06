package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BackendChoiceTest {

    private static final MeshBackendProvider AGENT = new Named("agent");
    private static final MeshBackendProvider PROXY = new Named("proxy");

    private record Named(String id) implements MeshBackendProvider {
        @Override
        public MeshBackend create(MeshContext context) {
            throw new AssertionError("created");
        }
    }

    private static String refusal(List<MeshBackendProvider> onPath, String asked) {
        return assertThrows(MeshConfigurationException.class, () -> BackendChoice.among(onPath, asked))
                .getMessage();
    }

    @Test
    void theOnlyOneIsTaken() {
        assertEquals(AGENT, BackendChoice.among(List.of(AGENT), null));
    }

    @Test
    void theOneAskedForIsTaken() {
        assertEquals(PROXY, BackendChoice.among(List.of(AGENT, PROXY), "proxy"));
    }

    @Test
    void unknownIdListsTheBackendsOnThePath() {
        assertEquals(
                "backend 'envoy': not found (expected: one of [agent, proxy])",
                refusal(List.of(PROXY, AGENT), "envoy"));
        assertEquals("backend 'envoy': not found (expected: one of [agent])", refusal(List.of(AGENT), "envoy"));
    }

    @Test
    void twoWithoutAChoiceSayHowToChoose() {
        assertEquals(
                "backend: not chosen (expected: one of [agent, proxy]; set MESH_BACKEND or -Dtwinmesh.backend)",
                refusal(List.of(AGENT, PROXY), null));
    }

    @Test
    void noneSaysWhatToAdd() {
        String expected = "io.twinmesh:backend-proxy or io.twinmesh:backend-agent on the path; add one)";

        assertEquals("backend: no backend on the path (expected: " + expected, refusal(List.of(), null));
        assertEquals("backend 'proxy': no backend on the path (expected: " + expected, refusal(List.of(), "proxy"));
    }
}
