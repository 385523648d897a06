package io.twinmesh.backend.proxy;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.api.upgrade.CarriedState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides as a test says and remembers what it was told. */
final class FakeKernel implements Kernel {

    volatile Function<RpcRequest, Decision> outbound;
    volatile Function<RpcRequest, Decision> inbound = request -> Decision.Admit.ADMIT;
    volatile Predicate<MethodKey> mayWait = key -> false;
    volatile Predicate<MethodKey> failsToGo = key -> false;
    volatile Predicate<MethodKey> failsToEnd = key -> false;
    volatile boolean ready = true;
    final Map<Endpoint, Endpoint> elsewhere = new ConcurrentHashMap<>();
    volatile boolean timed;
    final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    final Queue<MethodKey> asked = new ConcurrentLinkedQueue<>();
    final Map<Endpoint, EndpointHealth> health = new ConcurrentHashMap<>();
    final AtomicInteger open = new AtomicInteger();
    final Set<Endpoint> absent = ConcurrentHashMap.newKeySet();
    final Set<Endpoint> seen = ConcurrentHashMap.newKeySet();
    final AtomicInteger version = new AtomicInteger();
    final AtomicInteger absentAsked = new AtomicInteger();

    FakeKernel(Function<RpcRequest, Decision> outbound) {
        this.outbound = outbound;
    }

    /** Everything goes to one endpoint. */
    static FakeKernel to(Endpoint endpoint) {
        return new FakeKernel(request -> new Decision.Forward("fake", endpoint));
    }

    /** A call that notices being ended twice or while it is not open. */
    private final class FakeCall implements Call {

        private Decision decision = Decision.Admit.ADMIT;
        private MethodKey key = MethodKey.of("", "");
        private boolean through;

        private Decision fill(MethodKey about, Decision made) {
            key = about;
            if (through) {
                throw new IllegalStateException("filled before it ended");
            }
            decision = made;
            if (made instanceof Decision.Forward forward) {
                seen.add(forward.endpoint());
            }
            through = !(made instanceof Decision.Reject);
            if (through) {
                open.incrementAndGet();
            }
            return made;
        }

        private CarriedState carry() {
            if (!through) {
                throw new IllegalStateException("carried though it is not in flight: " + key);
            }
            return new CarriedState(1, text().getBytes(StandardCharsets.UTF_8));
        }

        private String text() {
            if (decision instanceof Decision.Forward forward) {
                return forward.cluster() + " " + forward.endpoint();
            }
            return decision instanceof Decision.Pass pass ? " " + pass.endpoint() : "";
        }

        private boolean goElsewhere() {
            Endpoint other = decision instanceof Decision.Forward forward ? elsewhere.get(forward.endpoint()) : null;
            if (other == null) {
                return false;
            }
            outcomes.add(Outcome.UNREACHABLE);
            decision = new Decision.Forward("fake", other);
            return true;
        }

        @Override
        public Decision decision() {
            return decision;
        }

        @Override
        public boolean isTimed() {
            return timed;
        }

        @Override
        public String route() {
            return "";
        }

        @Override
        public void end(Outcome outcome) {
            if (through) {
                through = false;
                open.decrementAndGet();
                outcomes.add(outcome);
                if (failsToEnd.test(key)) {
                    throw new IllegalStateException("end: broken");
                }
            }
        }
    }

    @Override
    public Call newCall() {
        return new FakeCall();
    }

    @Override
    public Decision outbound(RpcRequest request, Call call) {
        asked.add(request.key());
        return ((FakeCall) call).fill(request.key(), passing(request, outbound.apply(request)));
    }

    private static Decision passing(RpcRequest request, Decision made) {
        Endpoint meant = request.passesTo();
        return made instanceof Decision.Reject reject && reject.reason() == RejectReason.NO_ROUTE && meant != null
                ? new Decision.Pass(meant)
                : made;
    }

    @Override
    public Decision inbound(RpcRequest request, Call call) {
        asked.add(request.key());
        return ((FakeCall) call).fill(request.key(), inbound.apply(request));
    }

    @Override
    public CarriedState carry(Call call) {
        return ((FakeCall) call).carry();
    }

    @Override
    public void resume(CarriedState carried, Call call) {
        String[] words = new String(carried.bytes(), StandardCharsets.UTF_8).split(" ", -1);
        int colon = words[words.length - 1].lastIndexOf(':');
        ((FakeCall) call)
                .fill(MethodKey.of("", ""), colon < 0 ? Decision.Admit.ADMIT : decision(words[0], words[1], colon));
    }

    private static Decision decision(String cluster, String address, int colon) {
        Endpoint endpoint = Endpoint.of(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        return cluster.isEmpty() ? new Decision.Pass(endpoint) : new Decision.Forward(cluster, endpoint);
    }

    @Override
    public void handedOver(Call call) {
        FakeCall over = (FakeCall) call;
        if (over.through) {
            over.through = false;
            open.decrementAndGet();
        }
    }

    @Override
    public RequestDepth depth(Direction direction, MethodKey key) {
        return RequestDepth.NAMES;
    }

    @Override
    public Decision decideAtOnce(Direction direction, RpcRequest request, Call call) {
        if (mayWait.test(request.key())) {
            return null;
        }
        return direction == Direction.INBOUND ? inbound(request, call) : outbound(request, call);
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        if (failsToGo.test(request.key())) {
            return false;
        }
        return ((FakeCall) call).goElsewhere();
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth learned) {
        health.put(endpoint, learned);
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        listener.endpoints(List.of());
        return () -> {};
    }

    @Override
    public long endpointsVersion() {
        return version.get();
    }

    @Override
    public Set<Endpoint> absent(Set<Endpoint> endpoints) {
        absentAsked.incrementAndGet();
        return endpoints.stream().filter(absent::contains).collect(Collectors.toSet());
    }

    @Override
    public Explanation explain(Direction direction, RpcRequest request) {
        Decision decision = direction == Direction.OUTBOUND ? outbound.apply(request) : inbound.apply(request);
        String detail = request.key() + " " + request.argument(0) + " " + request.attachment("tag");
        return new Explanation("v1", List.of(new Explanation.Step("route", "r1", "matched", detail)), decision);
    }

    @Override
    public MeshStatus status() {
        return new MeshStatus("test", ready ? "v1" : null, null, null, List.of(), List.of(), List.of());
    }

    @Override
    public StatsSource stats() {
        return new StatsSource() {
            @Override
            public List<CallStats> calls() {
                return List.of();
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of("policy_updates", 1L);
            }
        };
    }
}
