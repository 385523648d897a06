package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.TrafficShapingController;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the rules of one resource for one way to enter it.
 *
 * <p>Threads: one.
 */
final class StageBuilder {

    private final RuleBook book;
    private final Resources resources;
    private final String name;
    private final Resource resource;
    private final String entrance;
    private final boolean inbound;
    private final List<AuthorityCheck> authorities = new ArrayList<>();
    private final List<FlowCheck> flows = new ArrayList<>();
    private final List<LiveRule> degrades = new ArrayList<>();
    private final List<LiveRule> rules = new ArrayList<>();
    private @Nullable SystemCheck system;
    private @Nullable ParamChecks params;
    private @Nullable StatisticNode context;

    /**
     * @param entrance name of Sentinel's context: the method's resource for an inbound call
     * @param inbound whether the caller counts; outbound calls have none, as in Sentinel's Dubbo adapter
     */
    StageBuilder(RuleBook book, Resources resources, String name, String entrance, boolean inbound) {
        this.book = book;
        this.resources = resources;
        this.name = name;
        this.resource = book.names(name) ? resources.named(name) : resources.matched(name);
        this.entrance = entrance;
        this.inbound = inbound;
    }

    StageBuilder withCallRules() {
        if (inbound) {
            for (LiveRule rule : book.of(RuleKind.AUTHORITY, name)) {
                authorities.add(new AuthorityCheck(rule));
                rules.add(rule);
            }
        }
        Set<String> named = book.of(RuleKind.FLOW, name).stream()
                .map(rule -> FlowCheck.flow(rule).getLimitApp())
                .collect(Collectors.toUnmodifiableSet());
        book.of(RuleKind.FLOW, name).forEach(rule -> flow(rule, named));
        for (LiveRule rule : book.of(RuleKind.DEGRADE, name)) {
            degrades.add(rule);
            rules.add(rule);
        }
        return this;
    }

    /** Adds the rules about the parameters of a method. */
    StageBuilder withParams(List<String> parameterTypes) {
        List<LiveRule> found = book.of(RuleKind.PARAM, name);
        params = ParamChecks.of(resource, found, parameterTypes);
        if (params != null) {
            rules.addAll(params.rules());
        }
        return this;
    }

    StageBuilder withSystem(SystemCheck check) {
        system = check;
        rules.addAll(check.rules());
        return this;
    }

    private void flow(LiveRule rule, Set<String> named) {
        if (!inbound && FlowCheck.asksCaller(rule)) {
            return;
        }
        FlowRule flow = FlowCheck.flow(rule);
        TrafficShapingController controller = resources.controller(flow);
        String refResource = FlowCheck.refResource(rule);
        switch (flow.getStrategy()) {
            case FlowRules.DIRECT -> {
                StatisticNode node = FlowCheck.asksCaller(rule) ? null : resource.node();
                add(new FlowCheck(rule, controller, named, node, null));
            }
            case FlowRules.RELATE -> {
                Resource referred = resources.named(refResource);
                add(new FlowCheck(rule, controller, named, referred.node(), referred));
            }
            case FlowRules.CHAIN -> {
                if (refResource.equals(entrance)) {
                    context = resource.context(entrance);
                    add(new FlowCheck(rule, controller, named, context, null));
                }
            }
            default -> {
                // never limits; told when the rule was read
            }
        }
    }

    private void add(FlowCheck check) {
        flows.add(check);
        rules.add(check.rule());
    }

    /** Tells in the rules' status that this resource shares its numbers with others. */
    void noteIfShared() {
        if (resource.name().equals(Resources.FURTHER)) {
            rules.forEach(rule -> rule.note("matches over " + Resources.MOST_MATCHED
                    + " resources: those that came last are counted together"));
        }
    }

    /** Whether it has nothing to ask and nothing to count. */
    boolean idle() {
        return rules.isEmpty() && !book.isReferred(name);
    }

    /** The rules it asks. */
    List<LiveRule> rules() {
        return rules;
    }

    Resource resource() {
        return resource;
    }

    List<AuthorityCheck> authorities() {
        return authorities;
    }

    @Nullable SystemCheck system() {
        return system;
    }

    @Nullable ParamChecks params() {
        return params;
    }

    List<FlowCheck> flows() {
        return flows;
    }

    List<LiveRule> degrades() {
        return degrades;
    }

    List<CircuitBreaker> breakers() {
        return degrades.stream()
                .map(rule -> resource.breaker((DegradeRule) rule.rule()))
                .toList();
    }

    @Nullable StatisticNode context() {
        return context;
    }

    boolean countsOrigins() {
        return flows.stream().anyMatch(flow -> FlowCheck.asksCaller(flow.rule()));
    }

    /** Whether it asks for the caller. */
    boolean asksCaller() {
        return countsOrigins() || !authorities.isEmpty();
    }
}
