package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import io.twinmesh.testkit.UpgradeContract;
import java.util.List;
import java.util.stream.Collectors;

/** How often a route was taken goes on. */
final class RoutesStateTest extends UpgradeContract {

    private static final String TRADE = "com.acme.Trade";
    private static final String OTHER = "com.acme.Other";

    private static TestKernel kernel(int sells, int buys, int others) {
        Endpoint one = Endpoint.of("10.0.0.1", 20880);
        TestKernel kernel = new TestKernel()
                .with(Policies.version("1")
                        .service(TRADE, one)
                        .service(OTHER, one)
                        .routes(
                                TRADE,
                                route("trade/sell", when(Policies.method("sell")), to(TRADE)),
                                route("trade/rest", List.of(), to(TRADE)))
                        .build());
        call(kernel, TRADE, "sell", sells);
        call(kernel, TRADE, "buy", buys);
        call(kernel, OTHER, "do", others);
        return kernel;
    }

    private static void call(TestKernel kernel, String service, String method, int times) {
        for (int i = 0; i < times; i++) {
            kernel.outbound(Requests.of(service, method)).end(Outcome.OK);
        }
    }

    private static Part part(TestKernel kernel) {
        return new Part(new RoutesState(kernel.policy), () -> told(kernel));
    }

    private static String told(TestKernel kernel) {
        Snapshot snapshot = kernel.policy.snapshot();
        return snapshot == null
                ? ""
                : snapshot.compiledRoutes()
                        .map(route -> route.id() + " " + route.matched())
                        .sorted()
                        .collect(Collectors.joining("\n"));
    }

    @Override
    protected Part used() {
        return part(kernel(3, 0, 5));
    }

    @Override
    protected Part fresh() {
        return part(kernel(0, 0, 0));
    }

    @Override
    protected Part warmedUp() {
        return part(kernel(1, 7, 0));
    }
}
