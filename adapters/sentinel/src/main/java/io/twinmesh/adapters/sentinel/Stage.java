package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.ThrottleVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one resource, asked in the order of Sentinel's slots: system, hot parameters, flow, degrade; the authority rules before
 * them by themselves, because whoever may not call is turned away before anything is counted. Counts what those rules read, and only that.
 *
 * <p>Threads: any, many at once.
 */
final class Stage {

    private final Resource resource;
    private final AuthorityCheck[] authorities;
    private final @Nullable SystemCheck system;
    private final @Nullable ParamChecks params;
    private final FlowCheck[] flows;
    private final LiveRule[] degrades;
    private final CircuitBreaker[] breakers;
    private final @Nullable StatisticNode context;
    private final boolean countsOrigins;
    private final @Nullable String group;

    Stage(StageBuilder from, @Nullable String group) {
        this.group = group;
        this.resource = from.resource();
        this.authorities = from.authorities().toArray(AuthorityCheck[]::new);
        this.system = from.system();
        this.params = from.params();
        this.flows = from.flows().toArray(FlowCheck[]::new);
        List<LiveRule> switches = from.degrades();
        this.degrades = switches.toArray(LiveRule[]::new);
        this.breakers = from.breakers().toArray(CircuitBreaker[]::new);
        this.context = from.context();
        this.countsOrigins = from.countsOrigins();
    }

    /** Its resource. */
    String name() {
        return resource.name();
    }

    /** The group in the names of its resources, or null if they have none. */
    @Nullable String group() {
        return group;
    }

    /** The first authority rule that does not let the caller pass, or null. */
    @Nullable LiveRule turningAway(String origin) {
        for (AuthorityCheck authority : authorities) {
            if (!authority.passes(origin)) {
                return authority.rule();
            }
        }
        return null;
    }

    /** A passage, or the rejection of the first rule that does not let the call pass. */
    ThrottleVerdict enter(RpcRequest request, String origin, @Nullable Passage outer) {
        resource.markEntered();
        Passage passage = new Passage(this, outer, origin);
        begin(passage, request, origin);
        LiveRule blocking = blocking(passage, origin);
        if (blocking != null) {
            passage.turnBack();
            return blocking.reject();
        }
        count(passage);
        return passage;
    }

    private void begin(Passage passage, RpcRequest request, String origin) {
        if (countsOrigins && !origin.isEmpty()) {
            passage.origin = resource.origin(origin);
        }
        if (params != null) {
            passage.arguments = params.arguments(request);
        }
        if (breakers.length > 0) {
            passage.call = new BreakerCall(resource);
        }
        if (system != null) {
            passage.since = TimeUtil.currentTimeMillis();
        }
    }

    private @Nullable LiveRule blocking(Passage passage, String origin) {
        LiveRule blocking = system == null ? null : system.blocking();
        if (blocking == null && params != null && passage.arguments != null) {
            blocking = params.blocking(passage.arguments);
        }
        if (blocking == null) {
            blocking = overFlow(passage, origin);
        }
        return blocking == null ? degraded(passage.call) : blocking;
    }

    private @Nullable LiveRule overFlow(Passage passage, String origin) {
        for (FlowCheck flow : flows) {
            if (!flow.passes(origin, passage.origin)) {
                return flow.rule();
            }
        }
        return null;
    }

    private @Nullable LiveRule degraded(@Nullable BreakerCall call) {
        if (call == null) {
            return null;
        }
        for (int i = 0; i < breakers.length; i++) {
            if (!call.passes(breakers[i])) {
                call.block();
                return degrades[i];
            }
        }
        return null;
    }

    private void count(Passage passage) {
        hold(passage);
        resource.node().addPassRequest(1);
        if (context != null) {
            context.addPassRequest(1);
        }
        if (passage.origin != null) {
            passage.origin.addPassRequest(1);
        }
        if (system != null) {
            system.count();
        }
    }

    /** Takes the places of a call that was let in by the process before. */
    Passage resume(CarriedPassage from, String origin, @Nullable Passage outer) {
        Passage passage = new Passage(this, outer, origin);
        passage.since = system == null ? 0 : from.since();
        if (countsOrigins && !origin.isEmpty()) {
            passage.origin = resource.origin(origin);
        }
        if (params != null) {
            passage.arguments = params.arguments(from.arguments());
        }
        if (breakers.length > 0) {
            passage.call = resumed(from);
        }
        hold(passage);
        return passage;
    }

    private BreakerCall resumed(CarriedPassage from) {
        BreakerCall call = new BreakerCall(resource, from.since());
        for (CircuitBreaker breaker : breakers) {
            if (from.probed().contains(RuleShape.of(breaker.getRule()))) {
                call.passes(breaker);
            }
        }
        return call;
    }

    private void hold(Passage passage) {
        resource.node().increaseThreadNum();
        if (context != null) {
            context.increaseThreadNum();
        }
        if (passage.origin != null) {
            passage.origin.increaseThreadNum();
        }
        if (system != null) {
            system.hold();
        }
        if (params != null && passage.arguments != null) {
            params.begin(passage.arguments);
        }
    }

    /** Gives the places back and counts nothing. */
    void release(Passage passage) {
        resource.node().decreaseThreadNum();
        if (context != null) {
            context.decreaseThreadNum();
        }
        if (passage.origin != null) {
            passage.origin.decreaseThreadNum();
        }
        if (system != null) {
            system.release();
        }
        if (params != null && passage.arguments != null) {
            params.end(passage.arguments);
        }
    }

    /** Gives back what a call holds that ended without an answer; a breaker that it probed waits for the next probe. */
    void cancel(Passage passage) {
        release(passage);
        if (passage.call != null) {
            passage.call.block();
        }
    }

    /** Gives back what {@link #enter} took, and counts how it ended. */
    void leave(Passage passage, boolean failed) {
        release(passage);
        if (system != null) {
            system.count(passage.since, failed);
        }
        if (passage.call != null) {
            passage.call.complete(breakers, failed);
        }
    }
}
