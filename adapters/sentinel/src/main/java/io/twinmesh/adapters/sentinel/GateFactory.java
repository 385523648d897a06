package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles gates: for a method the rules of its interface, then those of the method itself, as Sentinel's Dubbo adapter enters them.
 *
 * <p>Threads: one at a time.
 */
final class GateFactory {

    /** The name of the context of calls that entered none, in Sentinel. */
    private static final String NO_ENTRANCE = "sentinel_default_context";

    private static final String ANY_INBOUND = "(inbound)";

    private final RuleBook book;
    private final Resources resources;
    private final ResourceNames names;
    private final @Nullable SystemCheck system;

    GateFactory(RuleBook book, Resources resources, ResourceNames names, @Nullable SystemCheck system) {
        this.book = book;
        this.resources = resources;
        this.names = names;
        this.system = system;
    }

    @Nullable ThrottleGate gate(Direction direction, MethodKey key) {
        if (!names.groupAndVersion()) {
            return gate(direction, key, null);
        }
        String prefix = names.prefix(direction) + key.service() + ":" + key.version() + ":";
        boolean concerned = book.mayConcern(prefix) || system != null && direction == Direction.INBOUND;
        return concerned ? new GroupGate(this, direction, key, book) : null;
    }

    @Nullable MethodGate gate(Direction direction, MethodKey key, @Nullable String group) {
        boolean inbound = direction == Direction.INBOUND;
        String method = names.method(direction, key, group);
        String entrance = inbound ? method : NO_ENTRANCE;
        List<StageBuilder> stages = new ArrayList<>(2);
        String service = names.service(direction, key, group);
        if (book.concerns(service)) {
            stages.add(new StageBuilder(book, resources, service, entrance, inbound).withCallRules());
        }
        if (book.concerns(method)) {
            stages.add(new StageBuilder(book, resources, method, entrance, inbound)
                    .withCallRules()
                    .withParams(key.parameterTypes()));
        }
        if (inbound && system != null) {
            addSystem(stages, system, entrance);
        }
        stages.removeIf(StageBuilder::idle);
        stages.forEach(StageBuilder::noteIfShared);
        return stages.isEmpty() ? null : new MethodGate(stages, inbound, group);
    }

    /** A call counts once, so the first resource it enters is the one that system rules see. */
    private void addSystem(List<StageBuilder> stages, SystemCheck check, String entrance) {
        if (stages.isEmpty()) {
            stages.add(new StageBuilder(book, resources, ANY_INBOUND, entrance, true));
        }
        stages.get(0).withSystem(check);
    }
}
