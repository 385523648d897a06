package io.twinmesh.testkit;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Preview;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.stats.StatsSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A kernel without policy: a call goes to the first endpoint its service was given, and to the next if that cannot be reached; if it was given none, it passes to where it was meant
 * to go or is rejected as {@code no_route}; every call may come in. Threading: any thread.
 */
@Preview(since = "0.1")
public final class FakeKernel implements Kernel {

    private final Map<String, List<Endpoint>> services = new ConcurrentHashMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final List<Outcome> ended = new CopyOnWriteArrayList<>();
    private final Map<Endpoint, EndpointHealth> told = new ConcurrentHashMap<>();
    private final FakeStatsSource stats = new FakeStatsSource();

    private static final class Watch {

        private final String service;
        private final EndpointListener listener;

        Watch(String service, EndpointListener listener) {
            this.service = service;
            this.listener = listener;
        }
    }

    private final class FakeCall implements Call {

        private Decision decision = Decision.Reject.of(RejectReason.NOT_READY, "call: not decided yet");
        private boolean open;

        Decision decided(Decision made) {
            decision = made;
            open = !(made instanceof Decision.Reject);
            return made;
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
            if (open) {
                open = false;
                ended.add(outcome);
            }
        }
    }

    public FakeKernel() {}

    /** Gives a service endpoints, and tells those who watch it. */
    public synchronized void endpoints(String service, Endpoint... endpoints) {
        services.put(service, List.of(endpoints));
        watches.stream().filter(watch -> watch.service.equals(service)).forEach(this::tell);
    }

    private void tell(Watch watch) {
        watch.listener.endpoints(services.getOrDefault(watch.service, List.of()));
    }

    /** How calls that were let through ended, in order. */
    public List<Outcome> ended() {
        return List.copyOf(ended);
    }

    /** What was told of endpoints, the last word of each. */
    public Map<Endpoint, EndpointHealth> told() {
        return Map.copyOf(told);
    }

    @Override
    public Call newCall() {
        return new FakeCall();
    }

    @Override
    public Decision outbound(RpcRequest request, Call call) {
        List<Endpoint> endpoints = services.getOrDefault(request.key().service(), List.of());
        return ((FakeCall) call).decided(endpoints.isEmpty() ? none(request) : forward(request, endpoints.get(0)));
    }

    private static Decision none(RpcRequest request) {
        Endpoint meant = request.passesTo();
        return meant != null ? new Decision.Pass(meant) : noRoute(request);
    }

    private static Decision noRoute(RpcRequest request) {
        return Decision.Reject.of(
                RejectReason.NO_ROUTE, "service '" + request.key().service() + "': no route (expected: endpoints)");
    }

    private static Decision forward(RpcRequest request, Endpoint endpoint) {
        return new Decision.Forward(request.key().service(), endpoint);
    }

    @Override
    public Decision inbound(RpcRequest request, Call call) {
        return ((FakeCall) call).decided(Decision.Admit.ADMIT);
    }

    @Override
    public RequestDepth depth(Direction direction, MethodKey key) {
        return RequestDepth.NAMES;
    }

    @Override
    public Decision decideAtOnce(Direction direction, RpcRequest request, Call call) {
        return direction == Direction.INBOUND ? inbound(request, call) : outbound(request, call);
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        List<Endpoint> endpoints = services.getOrDefault(request.key().service(), List.of());
        int next = call.decision() instanceof Decision.Forward forward ? endpoints.indexOf(forward.endpoint()) + 1 : 0;
        if (next == 0 || next == endpoints.size()) {
            return false;
        }
        ((FakeCall) call).decided(forward(request, endpoints.get(next)));
        return true;
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth health) {
        told.put(endpoint, health);
    }

    @Override
    public synchronized Subscription watch(String service, EndpointListener listener) {
        Watch watch = new Watch(service, listener);
        watches.add(watch);
        tell(watch);
        return () -> watches.remove(watch);
    }

    @Override
    public Explanation explain(Direction direction, RpcRequest request) {
        Call call = newCall();
        return new Explanation(
                "fake", List.of(), direction == Direction.INBOUND ? inbound(request, call) : outbound(request, call));
    }

    @Override
    public MeshStatus status() {
        return new MeshStatus("fake", null, null, null, List.of(), List.of(), List.of());
    }

    @Override
    public StatsSource stats() {
        return stats;
    }
}
