package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.context.Context;
import com.alibaba.csp.sentinel.node.Node;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeException;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.util.TimeUtil;
import com.alibaba.csp.sentinel.util.function.BiConsumer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call as Sentinel's circuit breakers see it. Its context is its own and bound to no thread, so that the call may end anywhere and
 * leaves nothing behind.
 *
 * <p>Threads: one at a time.
 */
final class BreakerCall extends Entry {

    private final Context context;
    private final long since;
    private @Nullable List<BiConsumer<Context, Entry>> watchers;
    private @Nullable List<DegradeRule> probed;

    BreakerCall(Resource resource) {
        this(resource, TimeUtil.currentTimeMillis());
    }

    /** @param since when it was let in */
    BreakerCall(Resource resource, long since) {
        super(resource.wrapper());
        this.since = since;
        this.context = new Context(null, resource.name());
        context.setCurEntry(this);
    }

    boolean passes(CircuitBreaker breaker) {
        int before = watchers == null ? 0 : watchers.size();
        boolean passes = breaker.tryPass(context);
        if (watchers != null && watchers.size() > before) {
            probes(breaker.getRule());
        }
        return passes;
    }

    /** A switch that let it pass to see whether calls succeed again asks to be told how it ended. */
    private void probes(DegradeRule rule) {
        if (probed == null) {
            probed = new ArrayList<>(1);
        }
        probed.add(rule);
    }

    /** The shapes of the rules whose switch it probes. */
    List<String> probed() {
        return probed == null ? List.of() : probed.stream().map(RuleShape::of).toList();
    }

    /** When it was let in: before this object was made, if that was in the process before. */
    @Override
    public long getCreateTimestamp() {
        return since;
    }

    /** Tells the breakers how the call ended. */
    void complete(CircuitBreaker[] breakers, boolean failed) {
        setError(failed ? new Failed() : null);
        setCompleteTimestamp(TimeUtil.currentTimeMillis());
        for (CircuitBreaker breaker : breakers) {
            breaker.onRequestComplete(context);
        }
        tellWatchers();
    }

    /** Tells a breaker that had let it pass as a probe that something else did not, or that it ended without an answer. */
    void block() {
        setBlockError(new DegradeException(Words.DEFAULT));
        tellWatchers();
    }

    private void tellWatchers() {
        if (watchers != null) {
            watchers.forEach(watcher -> watcher.accept(context, this));
        }
    }

    @Override
    public void whenTerminate(BiConsumer<Context, Entry> watcher) {
        if (watchers == null) {
            watchers = new ArrayList<>(1);
        }
        watchers.add(watcher);
    }

    @Override
    public void exit(int count, Object... args) {
        throw new UnsupportedOperationException("a call ends by its permit");
    }

    @Override
    protected Entry trueExit(int count, Object... args) {
        throw new UnsupportedOperationException("a call ends by its permit");
    }

    @Override
    public @Nullable Node getLastNode() {
        return null;
    }

    /** Stands for whatever went wrong. */
    private static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed() {
            super("call failed", null, false, false);
        }
    }
}
