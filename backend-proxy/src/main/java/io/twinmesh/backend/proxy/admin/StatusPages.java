package io.twinmesh.backend.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.routing.MeshStatus.ClusterStatus;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import io.twinmesh.api.routing.RuleStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages about what is in force: {@code /ready}, {@code /config}, {@code /clusters}, {@code /rules}. */
final class StatusPages {

    private static final String NO_RULES = "not ready: rules: none in force (expected: one valid version)\n";

    private final AdminSubject subject;

    StatusPages(AdminSubject subject) {
        this.subject = subject;
    }

    private MeshStatus status() {
        return subject.kernel().status();
    }

    Page ready(Query query) {
        MeshStatus status = status();
        if (status.ready()) {
            return Page.text("ready\n");
        }
        String problems =
                status.problems().stream().map(each -> each.line() + "\n").collect(Collectors.joining());
        return Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, NO_RULES + problems);
    }

    Page config(Query query) {
        MeshStatus status = status();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("application", status.application());
        page.put("ready", status.ready());
        page.put("version", status.version());
        page.put("since", status.since());
        page.put("refusedVersion", status.refusedVersion());
        page.put(
                "problems", status.problems().stream().map(StatusPages::problem).toList());
        page.put("backend", "proxy");
        page.put("transport", subject.transport());
        page.put("listeners", subject.addresses().get());
        page.put("rulesFrom", subject.config().rules());
        page.put("labels", subject.config().labels());
        return Page.json(page);
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("severity", word(problem.severity()));
        page.put("code", problem.code());
        page.put("file", problem.file());
        page.put("path", problem.path());
        page.put("value", problem.value());
        page.put("expected", problem.expected());
        return page;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    Page rules(Query query) {
        return Page.json(status().rules().stream().map(StatusPages::rule).toList());
    }

    private static Map<String, Object> rule(RuleStatus rule) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("id", rule.id());
        page.put("kind", rule.kind());
        page.put("file", rule.file());
        page.put("state", word(rule.state()));
        page.put("reason", rule.reason());
        page.put("matched", rule.matched());
        return page;
    }

    Page clusters(Query query) {
        return Page.json(status().clusters().stream().map(StatusPages::cluster).toList());
    }

    private static Map<String, Object> cluster(ClusterStatus cluster) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("name", cluster.name());
        page.put("lb", cluster.lb());
        page.put("activeRequests", cluster.activeRequests());
        page.put(
                "endpoints",
                cluster.endpoints().stream().map(StatusPages::endpoint).toList());
        return page;
    }

    private static Map<String, Object> endpoint(EndpointStatus status) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("address", status.endpoint());
        page.put("weight", status.endpoint().weight());
        page.put("labels", status.endpoint().labels());
        page.put("health", word(status.health()));
        page.put("ejected", status.ejected());
        page.put("activeRequests", status.activeRequests());
        return page;
    }
}
