package io.twinmesh.benchmarks.decision;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.core.OpenKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One outbound decision and its end, statistics on, by kind and number of rules, with and without one flow rule. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {

    private static final String FLOW = """
            [{"resource": "com.acme.Trade:buy(java.lang.Long,java.lang.String)", "count": 100000000, "grade": 1}]
            """;

    @Param({"1", "10", "100"})
    public int rules = 100;

    @Param({"TAGS", "RANGES", "METHODS"})
    public RuleText kind = RuleText.TAGS;

    @Param({"false", "true"})
    public boolean flowRule;

    private OpenKernel open;
    private Kernel kernel;
    private Call call;
    private RpcRequest request;

    @Setup
    public void open() throws IOException {
        Path folder = Files.createTempDirectory("twinmesh-decision");
        Files.writeString(folder.resolve("trade.yaml"), kind.documents(rules));
        if (flowRule) {
            Files.writeString(folder.resolve("cart-flow-rules.json"), FLOW);
        }
        open = OpenKernel.open(MeshConfig.of("cart", folder));
        kernel = open.kernel();
        call = kernel.newCall();
        request = RpcRequest.builder(MethodKey.of(RuleText.SERVICE, "buy", "java.lang.Long", "java.lang.String"))
                .argument(rules * 10L - 5)
                .argument("vip-7")
                .attachment("tag", "lane-" + (rules - 1))
                .attachment("traceId", "0af7651916cd43dd8448eb211c80319c")
                .build();
        if (!(kernel.outbound(request, call) instanceof Decision.Forward)) {
            throw new IllegalStateException(
                    call.decision() + " " + kernel.status().problems());
        }
        call.end(Outcome.OK);
    }

    @TearDown
    public void close() {
        open.close();
    }

    /** The decision alone; the permit of a flow rule has to be given back, so its end is part of it. */
    @Benchmark
    public Decision decide() {
        Decision decision = kernel.outbound(request, call);
        call.end(Outcome.OK);
        return decision;
    }
}
