package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gates of one method by group, for resource names that have the group in them. */
final class GroupGate implements ThrottleGate {

    /** Groups kept; those beyond are compiled for each call, because their names come from outside. */
    private static final int MOST_GROUPS = 256;

    private final GateFactory factory;
    private final Direction direction;
    private final MethodKey key;
    private final RuleBook book;
    private final Map<String, Optional<MethodGate>> gates = new ConcurrentHashMap<>();

    GroupGate(GateFactory factory, Direction direction, MethodKey key, RuleBook book) {
        this.factory = factory;
        this.direction = direction;
        this.key = key;
        this.book = book;
    }

    @Override
    public @Nullable Reject authorize(RpcRequest request, @Nullable String caller) {
        Optional<MethodGate> gate = gate(request);
        return gate.isPresent() ? gate.get().authorize(request, caller) : null;
    }

    @Override
    public @Nullable Reject wouldRefuse(RpcRequest request, @Nullable String caller) {
        Optional<MethodGate> gate = gate(request);
        return gate.isPresent() ? gate.get().wouldRefuse(request, caller) : null;
    }

    /** Which of them concern the method only its group tells. */
    @Override
    public List<String> authorities() {
        return direction == Direction.INBOUND
                ? book.of(RuleKind.AUTHORITY).stream().map(LiveRule::id).toList()
                : List.of();
    }

    @Override
    public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
        Optional<MethodGate> gate = gate(request);
        return gate.isPresent() ? gate.get().enter(request, caller) : Permit.FREE;
    }

    private Optional<MethodGate> gate(RpcRequest request) {
        String named = request.group();
        return gate(named == null ? "" : named);
    }

    @Override
    public Permit resume(CarriedState carried) {
        String group = MethodGate.fields(carried).textOrNull(1);
        Optional<MethodGate> gate = gate(group == null ? "" : group);
        return gate.isPresent() ? gate.get().resume(carried) : Permit.FREE;
    }

    private Optional<MethodGate> gate(String group) {
        Optional<MethodGate> gate = gates.get(group);
        return gate == null ? compiled(group) : gate;
    }

    private Optional<MethodGate> compiled(String group) {
        Optional<MethodGate> gate = Optional.ofNullable(factory.gate(direction, key, group));
        if (gates.size() < MOST_GROUPS) {
            gates.put(group, gate);
        }
        return gate;
    }

    @Override
    public RequestDepth depth() {
        return RequestDepth.ATTACHMENTS;
    }

    @Override
    public boolean mayWait() {
        return Stream.of(RuleKind.FLOW, RuleKind.PARAM)
                .flatMap(kind -> book.of(kind).stream())
                .anyMatch(LiveRule::queues);
    }

    @Override
    public boolean watchesCalls() {
        return Stream.of(RuleKind.FLOW, RuleKind.PARAM, RuleKind.DEGRADE, RuleKind.SYSTEM)
                .flatMap(kind -> book.of(kind).stream())
                .anyMatch(LiveRule::watchesCalls);
    }

    @Override
    public List<String> rules() {
        return gates.values().stream()
                .flatMap(Optional::stream)
                .flatMap(gate -> gate.rules().stream())
                .distinct()
                .toList();
    }
}
