package io.twinmesh.core.match;

import io.twinmesh.api.Internal;
import java.util.Map;

/** Who the local workload is: the caller of outbound calls that name none. */
@Internal(since = "0.1")
public record Identity(String application, Map<String, String> labels) {

    public Identity {
        labels = Map.copyOf(labels);
    }
}
