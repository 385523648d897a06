package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Preview;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link MeshBackend} promises. To hold one against it: extend, say how it is made, run. */
@Preview(since = "0.1")
@DisplayName("A mesh backend")
public abstract class MeshBackendContract {

    private static final SimpleRequest KNOWN = Requests.of("com.acme.Trade", "buy");
    private static final SimpleRequest UNKNOWN = Requests.of("com.acme.Unknown", "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint OTHER = Endpoint.of("10.0.0.2", 20880);

    /** For subclasses. */
    protected MeshBackendContract() {}

    /** The provider under test, new each time. */
    protected abstract MeshBackendProvider provider();

    /** The options it is made with. */
    protected MeshConfig config() {
        return MeshConfig.builder("cart").build();
    }

    /** Whether users get it from its provider; if not, the provider under test only wraps what something else makes. */
    protected boolean isProvided() {
        return true;
    }

    /** Whether decisions are made in this process; if not, the backend must not even ask for the kernel. */
    protected abstract boolean decidesHere();

    private FakeMeshContext context() {
        FakeMeshContext context = new FakeMeshContext(config());
        context.fake().endpoints("com.acme.Trade", ONE);
        return context;
    }

    @Test
    @DisplayName("is found by ServiceLoader")
    public final void isRegistered() {
        if (isProvided()) {
            Registered.isFound(
                    ServiceLoader.load(MeshBackendProvider.class), provider().getClass());
        }
    }

    @Test
    @DisplayName("has an id of lower case words joined by dashes, the same for every instance")
    public final void idIsStable() {
        Registered.isWords(provider().id());
        assertEquals(provider().id(), provider().id());
    }

    @Test
    @DisplayName("starts a kernel only if it decides in this process")
    public final void asksForTheKernelOnlyIfItDecides() {
        FakeMeshContext context = context();

        try (MeshBackend backend = provider().create(context)) {
            backend.outbound(KNOWN).end(Outcome.OK);
        }

        assertEquals(decidesHere(), context.kernelAsked(), "asked for the kernel");
    }

    @Test
    @DisplayName("answers an outbound call with an endpoint")
    public final void forwards() {
        try (MeshBackend backend = provider().create(context())) {
            Decision decision = backend.outbound(KNOWN).decision();

            Endpoint to = assertInstanceOf(Decision.Forward.class, decision).endpoint();
            assertTrue(!decidesHere() || to.equals(ONE), () -> "forwarded to " + to + " (expected: " + ONE + ")");
        }
    }

    @Test
    @DisplayName("rejects a call of a service nobody knows, or leaves it to the process that decides; never null")
    public final void rejectsUnknown() {
        try (MeshBackend backend = provider().create(context())) {
            Call call = backend.outbound(UNKNOWN);

            assertNotNull(call, "call");
            assertEquals(decidesHere(), call.decision() instanceof Decision.Reject, () -> call.decision() + "");
        }
    }

    @Test
    @DisplayName("admits an inbound call that nothing stands against")
    public final void admits() {
        try (MeshBackend backend = provider().create(context())) {
            assertInstanceOf(Decision.Admit.class, backend.inbound(KNOWN).decision());
        }
    }

    @Test
    @DisplayName("takes the end of a call once; a second end, and the end of a rejected call, do nothing")
    public final void endsOnce() {
        FakeMeshContext context = context();
        try (MeshBackend backend = provider().create(context)) {
            Call call = backend.outbound(KNOWN);

            call.end(Outcome.TIMEOUT);
            call.end(Outcome.OK);
            backend.outbound(UNKNOWN).end(Outcome.OK);

            List<Outcome> expected = decidesHere() ? List.of(Outcome.TIMEOUT) : List.of();
            assertEquals(expected, context.fake().ended(), "ends that reached the kernel");
        }
    }

    @Test
    @DisplayName(
            "sends a call whose endpoint cannot be reached elsewhere, if it decides here; else its decision stands")
    public final void goesElsewhere() {
        FakeMeshContext context = context();
        context.fake().endpoints("com.acme.Trade", ONE, OTHER);
        try (MeshBackend backend = provider().create(context)) {
            Call call = backend.outbound(KNOWN);
            Decision first = call.decision();

            assertEquals(decidesHere(), backend.goElsewhere(KNOWN, call), "goes elsewhere");

            Endpoint to =
                    assertInstanceOf(Decision.Forward.class, call.decision()).endpoint();
            assertTrue(decidesHere() ? to.equals(OTHER) : call.decision().equals(first), () -> "goes to " + to);
            assertFalse(backend.goElsewhere(KNOWN, call), "goes to more endpoints than there are");
        }
    }

    @Test
    @DisplayName("gives every call an object of its own while calls are under way")
    public final void callsAreApart() {
        try (MeshBackend backend = provider().create(context())) {
            Call first = backend.outbound(KNOWN);
            Call second = backend.inbound(KNOWN);

            assertNotSame(first, second);
            assertInstanceOf(Decision.Forward.class, first.decision());
        }
    }

    @Test
    @DisplayName("tells the endpoints of a service before watch returns, and changes after that")
    public final void watches() {
        FakeMeshContext context = context();
        List<List<Endpoint>> told = new ArrayList<>();
        try (MeshBackend backend = provider().create(context)) {
            Subscription subscription = backend.watch("com.acme.Trade", told::add);
            assertEquals(1, told.size(), "told before watch returned");
            assertFalse(told.get(0).isEmpty(), "no endpoints of a service that has one");

            context.fake().endpoints("com.acme.Trade", ONE, OTHER);

            assertTrue(!decidesHere() || told.get(1).equals(List.of(ONE, OTHER)), () -> "told " + told);
            subscription.close();
        }
    }

    @Test
    @DisplayName("tells no more after a subscription is closed; closing it again does nothing")
    public final void closedSubscriptionIsSilent() {
        FakeMeshContext context = context();
        List<List<Endpoint>> told = new ArrayList<>();
        try (MeshBackend backend = provider().create(context)) {
            Subscription subscription = backend.watch("com.acme.Trade", told::add);

            subscription.close();
            subscription.close();
            context.fake().endpoints("com.acme.Trade", OTHER);

            assertEquals(1, told.size(), () -> "told " + told);
        }
    }

    @Test
    @DisplayName("passes on what the application learned about an endpoint, if it decides here")
    public final void passesHealthOn() {
        FakeMeshContext context = context();
        try (MeshBackend backend = provider().create(context)) {
            backend.health(ONE, EndpointHealth.DRAINING);

            assertEquals(
                    decidesHere() ? EndpointHealth.DRAINING : null,
                    context.fake().told().get(ONE));
        }
    }

    @Test
    @DisplayName("shares nothing with another of its kind: one is closed, the other works")
    public final void twoShareNothing() {
        try (MeshBackend stays = provider().create(context())) {
            MeshBackend goes = provider().create(context());

            goes.close();

            assertInstanceOf(Decision.Forward.class, stays.outbound(KNOWN).decision());
        }
    }
}
