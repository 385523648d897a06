package io.twinmesh.benchmarks.decision;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sentinel alone, one flow rule on the resource: what the kernel's decision with a flow rule is held against. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SentinelBenchmark {

    private static final String RESOURCE = "com.acme.Trade:buy(java.lang.Long,java.lang.String)";

    @Setup
    public void load() {
        FlowRule rule = new FlowRule(RESOURCE);
        rule.setCount(100_000_000);
        FlowRuleManager.loadRules(List.of(rule));
    }

    /** {@code SphU.entry} and {@code exit}. */
    @Benchmark
    public boolean sphu() throws BlockException {
        Entry entry = SphU.entry(RESOURCE, EntryType.OUT);
        entry.exit();
        return true;
    }
}
