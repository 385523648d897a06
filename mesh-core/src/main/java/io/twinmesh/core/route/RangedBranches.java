package io.twinmesh.core.route;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Goes to the branches for the number in one part by a binary search among the ends of all ranges that are asked of it. */
final class RangedBranches implements Branches {

    private final Part part;
    private final long mod;
    private final long[] starts;
    private final Branches[] byRange;
    private final Branches others;

    /**
     * Branches by range.
     *
     * @param starts where each range begins, ascending; it ends where the next begins
     * @param byRange for each start; what lies before the first start goes to {@code others}
     */
    RangedBranches(Part part, long mod, long[] starts, Branches[] byRange, Branches others) {
        this.part = part;
        this.mod = mod;
        this.starts = starts;
        this.byRange = byRange;
        this.others = others;
    }

    @Override
    public @Nullable CompiledRoute select(RpcRequest request, Identity self) {
        Object value = part.read(request, self);
        Branches found = value instanceof Number number && !(value instanceof Double) ? at(number.longValue()) : others;
        return found.select(request, self);
    }

    private Branches at(long number) {
        int found = Arrays.binarySearch(starts, mod == 0 ? number : Math.floorMod(number, mod));
        int range = found < 0 ? -found - 2 : found;
        return range < 0 ? others : byRange[range];
    }
}
