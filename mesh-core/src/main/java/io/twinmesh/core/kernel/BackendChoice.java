package io.twinmesh.core.kernel;

import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which backend is used: the one asked for, or the only one on the path. */
final class BackendChoice {

    private BackendChoice() {}

    /**
     * Chooses.
     *
     * @param asked id asked for, or null
     * @throws MeshConfigurationException if there is none, it is not on the path, or there is a choice and none was made
     */
    static MeshBackendProvider among(List<MeshBackendProvider> onPath, @Nullable String asked) {
        List<String> ids = onPath.stream().map(MeshBackendProvider::id).sorted().toList();
        if (onPath.isEmpty()) {
            throw new MeshConfigurationException(
                    asked == null ? "backend" : "backend '" + asked + "'",
                    "no backend on the path",
                    "io.twinmesh:backend-proxy or io.twinmesh:backend-agent on the path; add one");
        }
        if (asked == null && onPath.size() > 1) {
            throw new MeshConfigurationException(
                    "backend", "not chosen", "one of " + ids + "; set MESH_BACKEND or -Dtwinmesh.backend");
        }
        return onPath.stream()
                .filter(provider -> asked == null || provider.id().equals(asked))
                .findFirst()
                .orElseThrow(
                        () -> new MeshConfigurationException("backend '" + asked + "'", "not found", "one of " + ids));
    }
}
