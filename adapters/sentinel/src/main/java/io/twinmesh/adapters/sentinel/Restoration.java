package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import java.util.List;

/** Puts what was carried in the place of what was counted here, for the rules in force here. Threads: one, while no call is asked about. */
record Restoration(Resources resources, RuleBook book, EngineInternals engine, CarriedTime time) {

    void apply(List<CarriedResource> carried, List<CarriedController> controllers) {
        resources.forget(engine);
        carried.stream().filter(resource -> isCounted(resource.name())).forEach(this::apply);
        for (LiveRule rule : book.of(RuleKind.FLOW)) {
            FlowRule flow = FlowCheck.flow(rule);
            String shape = RuleShape.of(flow);
            controllers.stream()
                    .filter(controller -> controller.shape().equals(shape))
                    .findFirst()
                    .ifPresent(controller -> controller.apply(resources.controller(flow), engine, time));
        }
    }

    private boolean isCounted(String name) {
        return book.concerns(name) || name.equals(Resources.FURTHER);
    }

    private void apply(CarriedResource from) {
        Resource resource = book.names(from.name()) ? resources.named(from.name()) : resources.matched(from.name());
        if (from.entered()) {
            resource.markEntered();
        }
        from.node().apply(resource.node(), engine, time);
        from.contexts().forEach((name, node) -> node.apply(resource.context(name), engine, time));
        from.origins().forEach((name, node) -> node.apply(resource.origin(name), engine, time));
        book.of(RuleKind.DEGRADE, from.name()).forEach(rule -> apply(from, resource, (DegradeRule) rule.rule()));
        int parameters = ParamChecks.parameters(from.name());
        book.of(RuleKind.PARAM, from.name())
                .forEach(rule -> apply(from, resource, ParamChecks.resolved((ParamFlowRule) rule.rule(), parameters)));
    }

    private void apply(CarriedResource from, Resource resource, DegradeRule rule) {
        String shape = RuleShape.of(rule);
        from.breakers().stream()
                .filter(breaker -> breaker.shape().equals(shape))
                .findFirst()
                .ifPresent(breaker -> breaker.apply(resource.breaker(rule), engine, time));
    }

    private void apply(CarriedResource from, Resource resource, ParamFlowRule rule) {
        String shape = RuleShape.of(rule);
        from.params().stream()
                .filter(params -> params.shape().equals(shape))
                .findFirst()
                .ifPresent(params -> params.apply(rule, resource.metric(rule), engine, time));
    }
}
