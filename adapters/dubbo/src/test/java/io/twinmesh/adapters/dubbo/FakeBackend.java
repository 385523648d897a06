package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Decides by a function that the test sets, and remembers what it was asked and told. */
final class FakeBackend implements MeshBackend {

    final List<EndpointListener> listeners = new CopyOnWriteArrayList<>();
    final List<FakeCall> calls = new CopyOnWriteArrayList<>();
    final List<String> health = new CopyOnWriteArrayList<>();
    final Map<Endpoint, Endpoint> elsewhere = new ConcurrentHashMap<>();
    volatile List<Endpoint> endpoints = List.of();
    volatile Function<RpcRequest, Decision> outbound =
            request -> Reject.of(RejectReason.NO_ROUTE, "test: no decision set");
    volatile Function<RpcRequest, Decision> inbound = request -> Admit.ADMIT;

    /** Sends every call to one endpoint. */
    void sendAllTo(Endpoint endpoint) {
        outbound = request -> to(endpoint);
    }

    static Decision to(Endpoint endpoint) {
        return new Forward("test", endpoint);
    }

    @Override
    public Call outbound(RpcRequest request) {
        return remember(outbound.apply(request));
    }

    @Override
    public Call inbound(RpcRequest request) {
        return remember(inbound.apply(request));
    }

    private Call remember(Decision decision) {
        FakeCall call = new FakeCall(decision);
        calls.add(call);
        return call;
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call unsent) {
        FakeCall call = (FakeCall) unsent;
        Endpoint other = call.decision instanceof Forward forward ? elsewhere.get(forward.endpoint()) : null;
        if (other != null) {
            call.decision = to(other);
        }
        return other != null;
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        listeners.add(listener);
        listener.endpoints(endpoints);
        return () -> listeners.remove(listener);
    }

    void change(List<Endpoint> now) {
        endpoints = now;
        listeners.forEach(listener -> listener.endpoints(now));
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth now) {
        health.add(endpoint + " " + now);
    }

    /** Outcomes of the calls that were let through, in the order they were decided. */
    List<List<Outcome>> outcomes() {
        List<List<Outcome>> outcomes = new ArrayList<>();
        calls.forEach(call -> outcomes.add(List.copyOf(call.ends)));
        return outcomes;
    }

    static final class FakeCall implements Call {

        final List<Outcome> ends = new CopyOnWriteArrayList<>();
        private volatile Decision decision;

        FakeCall(Decision decision) {
            this.decision = decision;
        }

        @Override
        public Decision decision() {
            return decision;
        }

        @Override
        public String route() {
            return "";
        }

        @Override
        public void end(Outcome outcome) {
            ends.add(outcome);
        }
    }
}
