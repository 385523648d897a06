package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.adapters.cli.Json;
import io.twinmesh.adapters.cli.Table;
import io.twinmesh.adapters.intercept.model.Finding;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a check of the machine found, for people and for programs. */
record Findings(List<Finding> all) {

    List<Finding> failed() {
        return all.stream()
                .filter(finding -> finding.level() == Finding.Level.FAIL)
                .toList();
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("ok", failed().isEmpty());
            document.put("checks", all.stream().map(Findings::fields).toList());
            out.println(Json.text(document));
        } else {
            Table table = new Table("");
            all.forEach(finding -> table.row(finding.level().word(), finding.check(), text(finding)));
            table.print(out);
        }
    }

    /**
     * Says what is a warning, and ends the command if something fails.
     *
     * @param ignored checks that may fail
     */
    void refuse(List<String> ignored, PrintWriter err) {
        List<String> known = all.stream().map(Finding::check).toList();
        for (String name : ignored) {
            if (!known.contains(name)) {
                throw CommandFailure.unknown("--ignore", name, "one of " + String.join(", ", known));
            }
        }
        all.stream()
                .filter(finding -> finding.level() == Finding.Level.WARN)
                .forEach(finding -> err.println("warn: " + line(finding)));
        String failed = failed().stream()
                .filter(finding -> !ignored.contains(finding.check()))
                .map(Findings::line)
                .collect(Collectors.joining(" | "));
        if (!failed.isEmpty()) {
            throw CommandFailure.failed(failed);
        }
    }

    private static String line(Finding finding) {
        return finding.check() + ": " + text(finding);
    }

    private static String text(Finding finding) {
        return finding.remedy().isEmpty() ? finding.found() : finding.found() + "; " + finding.remedy();
    }

    private static Map<String, Object> fields(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", finding.check());
        fields.put("level", finding.level().word());
        fields.put("found", finding.found());
        fields.put("remedy", finding.remedy());
        return fields;
    }
}
