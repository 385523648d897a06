package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gates of several throttlers, one behind the other; the first that refuses ends it and the others get their permits back. */
final class CompositeGate implements ThrottleGate {

    private final List<ThrottleGate> gates;

    private CompositeGate(List<ThrottleGate> gates) {
        this.gates = gates;
    }

    /** One gate for all, or null if there are none. */
    static @Nullable ThrottleGate of(List<ThrottleGate> gates) {
        if (gates.isEmpty()) {
            return null;
        }
        return gates.size() == 1 ? gates.get(0) : new CompositeGate(gates);
    }

    @Override
    public @Nullable Reject authorize(RpcRequest request, @Nullable String caller) {
        for (ThrottleGate gate : gates) {
            Reject reject = gate.authorize(request, caller);
            if (reject != null) {
                return reject;
            }
        }
        return null;
    }

    @Override
    public @Nullable Reject wouldRefuse(RpcRequest request, @Nullable String caller) {
        return gates.stream()
                .map(gate -> gate.wouldRefuse(request, caller))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<String> authorities() {
        return gates.stream().flatMap(gate -> gate.authorities().stream()).toList();
    }

    @Override
    public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
        List<Permit> permits = new ArrayList<>(gates.size());
        for (ThrottleGate gate : gates) {
            ThrottleVerdict verdict = asked(gate, request, caller, permits);
            if (verdict instanceof Reject) {
                end(permits, Outcome.CANCELLED);
                return verdict;
            }
            permits.add((Permit) verdict);
        }
        return new Permits(permits);
    }

    private static ThrottleVerdict asked(
            ThrottleGate gate, RpcRequest request, @Nullable String caller, List<Permit> taken) {
        try {
            return gate.enter(request, caller);
        } catch (RuntimeException | Error e) {
            end(taken, Outcome.CANCELLED);
            throw e;
        }
    }

    /** One after the other, as they were given; with other gates behind it than before, nothing is known of any. */
    @Override
    public Permit resume(CarriedState carried) {
        List<StateReader> parts =
                StateReader.of("permits", carried, Permits.VERSION).parts(1);
        if (parts.size() != gates.size()) {
            throw new UpgradeRefusedException("permits", String.valueOf(parts.size()), String.valueOf(gates.size()));
        }
        List<Permit> permits = new ArrayList<>(parts.size());
        try {
            for (int i = 0; i < parts.size(); i++) {
                permits.add(resume(gates.get(i), parts.get(i)));
            }
        } catch (UpgradeRefusedException e) {
            permits.forEach(Permit::handedOver);
            throw e;
        }
        return new Permits(permits);
    }

    private static Permit resume(ThrottleGate gate, StateReader part) {
        int version = part.number(1, 0, Integer.MAX_VALUE);
        return version == 0 ? Permit.FREE : gate.resume(new CarriedState(version, part.bytes(2)));
    }

    /** The permits of all gates as one. */
    private record Permits(List<Permit> permits) implements Permit {

        static final int VERSION = 1;

        @Override
        public void end(Outcome outcome) {
            CompositeGate.end(permits, outcome);
        }

        @Override
        public CarriedState carry() {
            StateWriter all = new StateWriter();
            for (Permit permit : permits) {
                CarriedState one = permit.carry();
                StateWriter part = new StateWriter().number(1, one == null ? 0 : one.version());
                all.part(1, one == null ? part : part.bytes(2, one.bytes()));
            }
            return all.state(VERSION);
        }

        @Override
        public void handedOver() {
            permits.forEach(Permit::handedOver);
        }
    }

    private static void end(List<Permit> permits, Outcome outcome) {
        for (int i = permits.size() - 1; i >= 0; i--) {
            permits.get(i).end(outcome);
        }
    }

    @Override
    public RequestDepth depth() {
        return gates.stream().map(ThrottleGate::depth).reduce(RequestDepth.NAMES, RequestDepth::and);
    }

    @Override
    public boolean mayWait() {
        return gates.stream().anyMatch(ThrottleGate::mayWait);
    }

    @Override
    public boolean watchesCalls() {
        return gates.stream().anyMatch(ThrottleGate::watchesCalls);
    }

    @Override
    public List<String> rules() {
        return gates.stream().flatMap(gate -> gate.rules().stream()).toList();
    }
}
