package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.rules.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Policy routing of others that uses what is to be ours, and destinations without a route. */
record RoutingChecks(Host host, InterceptConfig config) {

    private static final Pattern MARK = Pattern.compile("fwmark (0x[0-9a-f]+)(?:/(0x[0-9a-f]+))?");

    List<Finding> findings() {
        if (!host.has("ip")) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(List.of(marks(), preferences(), table()));
        if (config.outbound() != null) {
            config.families().stream().sorted().map(this::defaultRoute).forEach(findings::add);
        }
        return findings;
    }

    private List<String> foreignRules() {
        return config.families().stream()
                .sorted()
                .flatMap(family -> host.run("", Routing.listRules(family)).out().lines())
                .filter(line -> !line.matches(".* proto " + Routing.OWNER + "\\b.*"))
                .toList();
    }

    private Finding marks() {
        String found = foreignRules().stream().filter(this::takesOurMarks).collect(Collectors.joining("; "));
        return found.isEmpty()
                ? Finding.pass("routing-marks", "nobody else routes by our marks")
                : Finding.fail(
                        "routing-marks",
                        found,
                        "choose other marks: --loop-mark; --keep-mark, which the sidecar is given, too");
    }

    private boolean takesOurMarks(String rule) {
        Matcher mark = MARK.matcher(rule);
        if (!mark.find()) {
            return false;
        }
        long value = Long.decode(mark.group(1));
        long mask = mark.group(2) == null ? 0xffffffffL : Long.decode(mark.group(2));
        return Set.of(config.marks().loop(), config.marks().keep()).stream().anyMatch(own -> (own & mask) == value);
    }

    private Finding preferences() {
        int first = config.preference();
        String found = foreignRules().stream()
                .filter(rule -> rule.startsWith(first + ":") || rule.startsWith(first + 1 + ":"))
                .collect(Collectors.joining("; "));
        return found.isEmpty()
                ? Finding.pass("routing-preference", first + " and the next are free")
                : Finding.fail("routing-preference", found, "choose another: --pref");
    }

    private Finding table() {
        String found = config.families().stream()
                .sorted()
                .flatMap(family -> routes(family, "table", "" + config.table()).lines())
                .filter(line -> !line.isBlank() && !line.contains("proto " + Routing.OWNER))
                .map(String::strip)
                .collect(Collectors.joining("; "));
        return found.isEmpty()
                ? Finding.pass("routing-table", "table " + config.table() + " is free")
                : Finding.fail("routing-table", "table " + config.table() + ": " + found, "choose another: --table");
    }

    private Finding defaultRoute(Family family) {
        String check = "default-route-ipv" + family.digit();
        return routes(family, "default").isBlank()
                ? Finding.warn(
                        check,
                        "none (the kernel refuses addresses without a route before they can be intercepted)",
                        "add one, or a route that covers the addresses in use, through any interface that is up")
                : Finding.pass(check, "present");
    }

    private String routes(Family family, String... which) {
        List<String> words = new ArrayList<>(List.of("ip", "-N", "-" + family.digit(), "route", "show"));
        words.addAll(List.of(which));
        return host.run("", words).out();
    }
}
