package io.twinmesh.testkit;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A source whose policy the test holds in its hands. A mesh that is opened with option {@value #OPTION} set to {@link #token} reads from
 * it.
 *
 * <p>Lifecycle: made, started by a mesh, fed by the test, closed by the mesh. Threading: any thread; the listener is called by one at a time.
 */
@Preview(since = "0.1")
public final class FakeConfigSource implements ConfigSource {

    /** Names the source a mesh reads from. */
    public static final String OPTION = "fake.source";

    /** The only way from an option, which is text, to an object of the test. */
    private static final Map<String, FakeConfigSource> OPEN = new ConcurrentHashMap<>();

    private final String token = UUID.randomUUID().toString();
    private PolicySet policy;
    private List<Problem> problems = List.of();
    private @Nullable ConfigListener listener;
    private boolean closed;

    private FakeConfigSource(PolicySet policy) {
        this.policy = policy;
        OPEN.put(token, this);
    }

    /** A source that delivers this policy when it is started. */
    public static FakeConfigSource of(PolicySet policy) {
        return new FakeConfigSource(policy);
    }

    static @Nullable FakeConfigSource byToken(@Nullable String token) {
        return token == null ? null : OPEN.get(token);
    }

    /** The value of the option that leads here. */
    public String token() {
        return token;
    }

    @Override
    public synchronized void start(ConfigListener to) {
        listener = to;
        to.policy(policy, problems);
    }

    /** Delivers a new policy, now. */
    public synchronized void deliver(PolicySet next, Problem... found) {
        policy = next;
        problems = List.of(found);
        if (listener != null) {
            listener.policy(next, problems);
        }
    }

    /** Delivers new endpoints of a cluster, now. */
    public synchronized void deliver(EndpointAssignment assignment) {
        if (listener != null) {
            listener.endpoints(assignment);
        }
    }

    /** Whether the mesh has closed it. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener = null;
        OPEN.remove(token);
    }
}
