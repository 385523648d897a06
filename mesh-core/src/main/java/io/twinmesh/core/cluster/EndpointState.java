package io.twinmesh.core.cluster;

import io.twinmesh.api.Internal;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.stats.CallCounters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an endpoint that was used at least once; it outlives updates of the endpoints it is among.
 *
 * <p>Threading: any thread. Failures in a row are counted without a lock: two at the same instant may count as one.
 */
@Internal(since = "0.1")
public final class EndpointState {

    private static final AtomicIntegerFieldUpdater<EndpointState> ACTIVE =
            AtomicIntegerFieldUpdater.newUpdater(EndpointState.class, "active");

    /** Longer than a sidecar itself tries to reach an endpoint that no call asks for. */
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(330);

    private final Endpoint endpoint;
    private final @Nullable CallCounters counters;
    private volatile int active;
    private volatile EndpointHealth health = EndpointHealth.HEALTHY;
    private volatile long healthSinceNanos;
    private volatile long ejectedUntilNanos;
    private volatile boolean ejected;
    private int failures;
    private int ejections;

    EndpointState(Endpoint endpoint, @Nullable CallCounters counters) {
        this.endpoint = endpoint;
        this.counters = counters;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Counters of the endpoint level, or null if that level is off. */
    public @Nullable CallCounters counters() {
        return counters;
    }

    public int active() {
        return active;
    }

    public EndpointHealth health() {
        return health;
    }

    void health(EndpointHealth now) {
        healthSinceNanos = System.nanoTime();
        health = now;
    }

    /** Whether it may take calls. */
    boolean usable() {
        return (health == EndpointHealth.HEALTHY || isForgotten()) && !isEjected();
    }

    /** Whether it could not be reached so long ago that a call may try it again: whoever told may have stopped trying. */
    private boolean isForgotten() {
        return health == EndpointHealth.UNREACHABLE && System.nanoTime() - healthSinceNanos > FORGET_NANOS;
    }

    public boolean isEjected() {
        if (ejected && System.nanoTime() - ejectedUntilNanos >= 0) {
            ejected = false;
        }
        return ejected;
    }

    /** Whether there is anything to say of it beside its address. */
    boolean isRemarkable() {
        return health != EndpointHealth.HEALTHY || isEjected() || failures != 0 || ejections != 0;
    }

    long healthAge(long now) {
        return health == EndpointHealth.HEALTHY ? 0 : Math.max(0, now - healthSinceNanos);
    }

    long ejectedFor(long now) {
        return isEjected() ? Math.max(1, ejectedUntilNanos - now) : 0;
    }

    int failures() {
        return failures;
    }

    int ejections() {
        return ejections;
    }

    /** Takes what the process before knew of it. */
    void restore(CarriedEndpoint from) {
        long now = System.nanoTime();
        healthSinceNanos = now - from.healthAge();
        health = from.health();
        ejectedUntilNanos = now + from.ejectedFor();
        ejected = from.ejectedFor() > 0;
        failures = from.failures();
        ejections = from.ejections();
    }

    /** Forgets everything but the calls under way. */
    void forget() {
        health = EndpointHealth.HEALTHY;
        ejected = false;
        failures = 0;
        ejections = 0;
    }

    void begin() {
        ACTIVE.incrementAndGet(this);
    }

    /** A call that went here has ended, or goes on in another process. */
    public void end() {
        ACTIVE.decrementAndGet(this);
    }

    /** Counts a failure or forgets the ones before; true if it has to be ejected now. */
    boolean failed(Outcome outcome, OutlierDetection rule) {
        if (!outcome.endpointFailed()) {
            if (failures != 0) {
                failures = 0;
            }
            return false;
        }
        return ++failures >= rule.consecutiveErrors() && !ejected;
    }

    void eject(OutlierDetection rule) {
        failures = 0;
        ejections++;
        ejectedUntilNanos = System.nanoTime() + rule.baseEjectionTime().toNanos() * ejections;
        ejected = true;
    }
}
