package io.twinmesh.backend.proxy.admin;

import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page {@code /stats}: the kernel's calls and counters and the sidecar's own; one number per line, or JSON. */
final class StatsPage {

    private final AdminSubject subject;

    StatsPage(AdminSubject subject) {
        this.subject = subject;
    }

    Page stats(Query query) {
        StatsSource stats = subject.kernel().stats();
        Map<String, Long> counters = new TreeMap<>(stats.counters());
        counters.putAll(subject.counters().values());
        return query.wantsJson() ? json(stats, counters) : text(stats, counters);
    }

    private static Page json(StatsSource stats, Map<String, Long> counters) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("calls", stats.calls().stream().map(StatsPage::call).toList());
        page.put("counters", counters);
        return Page.json(page);
    }

    private static Map<String, Object> call(CallStats call) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("level", call.level().word());
        page.put("direction", call.direction().word());
        page.put("labels", call.labels());
        page.put("outcomes", call.outcomes());
        page.put("rejections", call.rejections());
        page.put("p50Nanos", call.latency().quantileNanos(0.5));
        page.put("p99Nanos", call.latency().quantileNanos(0.99));
        return page;
    }

    private static Page text(StatsSource stats, Map<String, Long> counters) {
        List<String> lines = new ArrayList<>();
        stats.calls().forEach(call -> lines(call, lines));
        counters.forEach((name, value) -> lines.add(name + " " + value));
        return Page.text(String.join("\n", lines) + "\n");
    }

    private static void lines(CallStats call, List<String> lines) {
        String labels = call.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String name = call.direction().word() + "_calls{" + labels;
        call.outcomes().forEach((word, count) -> lines.add(name + ",outcome=" + word + "} " + count));
        call.rejections().forEach((word, count) -> lines.add(name + ",rejected=" + word + "} " + count));
    }
}
