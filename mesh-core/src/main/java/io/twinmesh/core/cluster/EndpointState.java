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
 * <p>How long an ejection lasts follows Envoy: the base time, times a factor that grows by one with every ejection until the time reaches
 * {@link #LONGEST_NANOS}, and shrinks by one with every {@link #INTERVAL_NANOS} that the endpoint stays in.
 *
 * <p>Threading: any thread. Failures in a row are counted without a lock: two at the same instant may count as one. Ejections, which are
 * rare, are under one.
 */
@Internal(since = "0.1")
public final class EndpointState {

    private static final AtomicIntegerFieldUpdater<EndpointState> ACTIVE =
            AtomicIntegerFieldUpdater.newUpdater(EndpointState.class, "active");

    /** Longer than a sidecar itself tries to reach an endpoint that no call asks for. */
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(330);

    /** How long an endpoint has to stay in until one ejection of it is forgotten: Envoy's and Istio's {@code interval}. */
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** No ejection lasts longer, unless the base time is longer: Envoy's {@code max_ejection_time}. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(300);

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
        return ejected && isEjected(System.nanoTime());
    }

    private boolean isEjected(long now) {
        if (ejected && now - ejectedUntilNanos >= 0) {
            comeBack(now);
        }
        return ejected;
    }

    /** Under the lock, so that it does not end an ejection that has just begun. */
    private synchronized void comeBack(long now) {
        ejected = now - ejectedUntilNanos < 0;
    }

    /** Whether there is anything to say of it beside its address. */
    boolean isRemarkable() {
        return health != EndpointHealth.HEALTHY || isEjected() || failures != 0 || ejections(System.nanoTime()) != 0;
    }

    long healthAge(long now) {
        return health == EndpointHealth.HEALTHY ? 0 : Math.max(0, now - healthSinceNanos);
    }

    long ejectedFor(long now) {
        return isEjected(now) ? Math.max(1, ejectedUntilNanos - now) : 0;
    }

    int failures() {
        return failures;
    }

    /** How long it has been back, in nanoseconds; 0 if it is ejected or never was. */
    synchronized long backFor(long now) {
        return ejections == 0 ? 0 : Math.max(0, now - ejectedUntilNanos);
    }

    /** The ejections so far that are not forgotten yet. */
    synchronized int ejections(long now) {
        return (int) Math.max(0, ejections - backFor(now) / INTERVAL_NANOS);
    }

    /** Takes what the process before knew of it. */
    synchronized void restore(CarriedEndpoint from, long now) {
        healthSinceNanos = now - from.healthAge();
        health = from.health();
        ejectedUntilNanos = from.ejectedFor() > 0 ? now + from.ejectedFor() : now - from.backFor();
        ejected = from.ejectedFor() > 0;
        failures = from.failures();
        ejections = from.ejections();
    }

    /** Forgets everything but the calls under way. */
    synchronized void forget() {
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
        return ++failures >= rule.consecutiveErrors() && !isEjected();
    }

    /** Takes it out for a while, unless another call has just done so. */
    synchronized void eject(OutlierDetection rule, long now) {
        if (isEjected(now)) {
            return;
        }
        long base = Math.max(1, rule.baseEjectionTime().toNanos());
        long longest = Math.max(base, LONGEST_NANOS);
        long enough = (longest - 1) / base;
        failures = 0;
        ejections = (int) Math.min(enough, ejections(now)) + 1;
        ejectedUntilNanos = now + Math.min(longest, base * ejections);
        ejected = true;
    }
}
