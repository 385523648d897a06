package io.twinmesh.core.route;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes to the branches for the text of one part by a hash look-up. */
final class IndexedBranches implements Branches {

    private final Part part;
    private final Map<String, Branches> byText;
    private final Branches others;

    IndexedBranches(Part part, Map<String, Branches> byText, Branches others) {
        this.part = part;
        this.byText = byText;
        this.others = others;
    }

    @Override
    public @Nullable CompiledRoute select(RpcRequest request, Identity self) {
        Object value = part.read(request, self);
        Branches found = value instanceof String text ? byText.get(text) : null;
        return (found == null ? others : found).select(request, self);
    }
}
