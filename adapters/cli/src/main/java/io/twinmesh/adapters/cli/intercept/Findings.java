package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.cli.Json;
import io.twinmesh.adapters.cli.Table;
import io.twinmesh.adapters.intercept.model.Finding;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    static String text(Finding finding) {
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
