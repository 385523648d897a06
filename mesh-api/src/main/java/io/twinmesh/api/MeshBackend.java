package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries out decisions in one place: in the sidecar or inside the application.
 *
 * <p>Lifecycle: created by its {@link MeshBackendProvider}; it works until {@link #close}. Threading: every method may be called by any
 * thread. Errors: a call that may not go on is a {@link Decision.Reject}, not an exception.
 */
@Stable(since = "0.1")
public interface MeshBackend extends AutoCloseable {

    /** Says where the application has to send this call; {@link Call#end} reports how it ended. */
    Call outbound(RpcRequest request);

    /** Says whether the application may take this call. */
    Call inbound(RpcRequest request);

    /**
     * The endpoint of an outbound call could not be reached and nothing was sent: may the call go elsewhere? If so, its decision is another
     * endpoint; if not, it stands as it is. See {@link Kernel#goElsewhere}.
     */
    default boolean goElsewhere(RpcRequest request, Call call) {
        return false;
    }

    /** The addresses the application may be told for a service, now and whenever they change. */
    Subscription watch(String service, EndpointListener listener);

    /** Tells what the application learned about an endpoint; of use only where the decisions are made in the application. */
    default void health(Endpoint endpoint, EndpointHealth health) {}

    /** The addresses it listens on, by the word for each: {@code outbound}, {@code inbound}, {@code admin}; empty if there are none. */
    default Map<String, String> addresses() {
        return Map.of();
    }

    /** Done when the backend has ended by itself, because another process has taken its place; most never do. */
    default CompletionStage<Void> ended() {
        return new CompletableFuture<>();
    }

    /** Ends it in good order: what is in flight is given time to end. */
    @Override
    default void close() {}
}
