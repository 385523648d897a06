package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one method: one stage or two, entered one inside the other. */
final class MethodGate implements ThrottleGate {

    /** Where Sentinel's Dubbo adapter writes the caller, for callers that send nothing else. */
    private static final String APPLICATION = "dubboApplication";

    /** Version of what a permit needs in a successor. */
    static final int PERMIT_VERSION = 1;

    private final Stage first;
    private final @Nullable Stage second;
    private final boolean asksCaller;
    private final boolean asksArguments;
    private final boolean waits;
    private final boolean watches;
    private final List<String> rules;
    private final List<String> authorities;

    MethodGate(List<StageBuilder> stages, boolean inbound, @Nullable String group) {
        this.first = new Stage(stages.get(0), group);
        this.second = stages.size() > 1 ? new Stage(stages.get(1), group) : null;
        this.asksCaller = inbound && stages.stream().anyMatch(StageBuilder::asksCaller);
        this.asksArguments = stages.stream().anyMatch(stage -> stage.params() != null);
        List<LiveRule> all =
                stages.stream().flatMap(stage -> stage.rules().stream()).toList();
        this.waits = all.stream().anyMatch(LiveRule::queues);
        this.watches = all.stream().anyMatch(LiveRule::watchesCalls);
        this.rules = all.stream().map(LiveRule::id).toList();
        this.authorities = all.stream()
                .filter(rule -> rule.kind() == RuleKind.AUTHORITY)
                .map(LiveRule::id)
                .toList();
    }

    @Override
    public @Nullable Reject authorize(RpcRequest request, @Nullable String caller) {
        LiveRule rule = turningAway(request, caller);
        return rule == null ? null : rule.reject();
    }

    @Override
    public @Nullable Reject wouldRefuse(RpcRequest request, @Nullable String caller) {
        LiveRule rule = turningAway(request, caller);
        return rule == null ? null : rule.rejection();
    }

    private @Nullable LiveRule turningAway(RpcRequest request, @Nullable String caller) {
        String origin = origin(request, caller);
        LiveRule rule = first.turningAway(origin);
        return rule == null && second != null ? second.turningAway(origin) : rule;
    }

    @Override
    public List<String> authorities() {
        return authorities;
    }

    @Override
    public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
        String origin = asksCaller ? origin(request, caller) : "";
        ThrottleVerdict verdict = first.enter(request, origin, null);
        return second != null && verdict instanceof Passage outer ? second.enter(request, origin, outer) : verdict;
    }

    /** A resource that has no rules here any more is left out, as one is that had none there. */
    @Override
    public Permit resume(CarriedState carried) {
        StateReader fields = fields(carried);
        String origin = fields.text(2);
        List<CarriedPassage> passages =
                fields.parts(3).stream().map(CarriedPassage::read).toList();
        Passage outer = resume(first, passages, origin, null);
        Passage inner = second == null ? null : resume(second, passages, origin, outer);
        return inner != null ? inner : outer != null ? outer : Permit.FREE;
    }

    static StateReader fields(CarriedState carried) {
        return StateReader.of("permit of sentinel", carried, PERMIT_VERSION);
    }

    private static @Nullable Passage resume(
            Stage stage, List<CarriedPassage> passages, String origin, @Nullable Passage outer) {
        for (CarriedPassage passage : passages) {
            if (passage.resource().equals(stage.name())) {
                return stage.resume(passage, origin, outer);
            }
        }
        return null;
    }

    private static String origin(RpcRequest request, @Nullable String caller) {
        if (caller != null) {
            return caller;
        }
        String application = request.attachment(APPLICATION);
        return application == null ? "" : application;
    }

    @Override
    public RequestDepth depth() {
        if (asksCaller) {
            return RequestDepth.ATTACHMENTS;
        }
        return asksArguments ? RequestDepth.ARGUMENTS : RequestDepth.NAMES;
    }

    @Override
    public boolean mayWait() {
        return waits;
    }

    @Override
    public boolean watchesCalls() {
        return watches;
    }

    @Override
    public List<String> rules() {
        return rules;
    }
}
