package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.AbstractRule;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents of Sentinel rules: JSON arrays, as data sources hold them (the bare rule) or as the dashboard publishes them (more
 * fields, which are ignored, and some kinds of rules inside a field {@code rule}). Blank text and {@code null} are no rules.
 *
 * <p>Threads: one. A reader is for one policy.
 */
final class RuleReader {

    private static final String NESTED = "rule";

    private final String application;
    private final Map<String, LiveRule> before = new HashMap<>();
    private final Consumer<Problem> problems;
    private final List<RuleBook.Entry> entries = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Object, LiveRule> seen = new HashMap<>();

    RuleReader(String application, RuleBook before, Consumer<Problem> problems) {
        this.application = application;
        this.problems = problems;
        before.entries().forEach(entry -> this.before.put(entry.rule().id(), entry.rule()));
    }

    RuleBook read(List<RuleDocument> documents) {
        documents.forEach(this::read);
        return new RuleBook(RuleOrder.of(entries));
    }

    private void read(RuleDocument document) {
        for (RuleKind kind : RuleKind.values()) {
            if (kind.format().equals(document.format())) {
                read(document, kind);
                return;
            }
        }
        problems.accept(Problem.unsupported(
                Codes.UNKNOWN_FORMAT,
                document.file(),
                "format",
                document.format(),
                "sentinel-flow, -degrade, -param, -system or -authority"));
    }

    private void read(RuleDocument document, RuleKind kind) {
        Object content = content(document);
        if (content instanceof List<?> rules) {
            for (int i = 0; i < rules.size(); i++) {
                read(document, kind, "[" + i + "]", rules.get(i));
            }
        } else if (content != null) {
            problems.accept(Problem.error(
                    Codes.NOT_RULES, document.file(), "(document)", RuleFields.show(content), "an array of rules"));
        }
    }

    private @Nullable Object content(RuleDocument document) {
        try {
            return JsonText.parse(document.text());
        } catch (JsonText.BrokenJson e) {
            problems.accept(
                    Problem.error(Codes.NOT_RULES, document.file(), e.place(), String.valueOf(e.getMessage()), "JSON"));
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private void read(RuleDocument document, RuleKind kind, String path, @Nullable Object value) {
        if (!(value instanceof Map)) {
            problems.accept(Problem.error(
                    Codes.NOT_RULES, document.file(), path, RuleFields.show(value), "an object with a rule"));
            return;
        }
        RuleFields fields = new RuleFields(document.file(), path, (Map<String, @Nullable Object>) value, problems);
        RuleFields nested = fields.isObject(NESTED) ? fields.object(NESTED) : null;
        enter(document, kind, nested == null ? fields : nested);
    }

    private void enter(RuleDocument document, RuleKind kind, RuleFields fields) {
        AbstractRule rule = rule(kind, fields);
        String name = kind == RuleKind.SYSTEM ? kind.word() : kind.word() + ":" + rule.getResource();
        String id = name + "#" + (numbers.merge(name, 1, Integer::sum) - 1);
        if (fields.broken()) {
            return;
        }
        LiveRule live = kept(new LiveRule(kind, id, document.file(), rule));
        if (!document.application().equals(application)) {
            add(live, RuleStatus.State.IDLE, "for application " + document.application());
        } else if (!countsLocally(kind, fields)) {
            add(live, RuleStatus.State.IDLE, "for a cluster with a token server, without fallback");
        } else {
            enter(live, fields);
        }
    }

    private void enter(LiveRule live, RuleFields fields) {
        LiveRule first = live.kind() == RuleKind.SYSTEM ? null : seen.putIfAbsent(RuleOrder.identity(live), live);
        if (first == null) {
            add(live, RuleStatus.State.ACTIVE, "");
        } else {
            add(live, RuleStatus.State.SHADOWED, "by " + first.id());
            problems.accept(Problem.warning(
                    Codes.SHADOWED, live.file(), fields.path(), live.id(), RuleOrder.expected(live) + first.id()));
        }
    }

    private void add(LiveRule live, RuleStatus.State state, String reason) {
        entries.add(new RuleBook.Entry(live, state, reason));
    }

    private LiveRule kept(LiveRule read) {
        LiveRule known = before.get(read.id());
        return known != null && known.sameAs(read) ? known : read;
    }

    /** Reads one rule and checks it. */
    static AbstractRule rule(RuleKind kind, RuleFields fields) {
        return switch (kind) {
            case FLOW -> FlowRules.read(fields);
            case DEGRADE -> DegradeRules.read(fields);
            case PARAM -> ParamRules.read(fields);
            case SYSTEM -> SystemRules.read(fields);
            case AUTHORITY -> AuthorityRules.read(fields);
        };
    }

    private static boolean countsLocally(RuleKind kind, RuleFields fields) {
        boolean cluster = (kind == RuleKind.FLOW || kind == RuleKind.PARAM) && fields.flag("clusterMode", false);
        return !cluster || ClusterFields.fallsBack(fields, kind == RuleKind.FLOW);
    }
}
