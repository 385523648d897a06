package io.twinmesh.adapters.istio;

import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.api.model.RuleDocument;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sentinel's rule files, passed on unread; their names are Nacos dataIds as Sentinel's dashboard builds them (NacosConfigUtil). */
final class SentinelFiles {

    private static final Pattern NAME =
            Pattern.compile("(.+?)-(param-flow|param|flow|degrade|system|authority)-rules(\\.json)?");
    private static final Pattern OTHER = Pattern.compile(
            ".+-(cluster-map|cc-config|cs-transport-config|cs-flow-config|cs-namespace-set|gw-flow-rules|gw-api-group(-rules)?)(\\.json)?");

    private SentinelFiles() {}

    /** Whether a file is to be read: one that looks as if it held rules is, to be reported if its name is wrong. */
    static boolean isCandidate(String name) {
        return name.endsWith(".json") || NAME.matcher(name).matches();
    }

    static void add(RuleFiles.RuleFile file, List<RuleDocument> rules, Problems problems) {
        Matcher matcher = NAME.matcher(file.name());
        Place place = new Place(file.name(), "", "");
        if (OTHER.matcher(file.name()).matches()) {
            problems.add(
                    ProblemCode.UNSUPPORTED,
                    place,
                    "cluster or gateway rules",
                    "rules of one process; not supported, not read");
        } else if (!matcher.matches()) {
            String rule = "NAME-flow-rules.json, -degrade-rules, -param-rules, -system-rules or -authority-rules";
            problems.add(ProblemCode.UNKNOWN_FILE, place, file.name() + " not read", rule);
        } else {
            String kind = matcher.group(2).equals("param-flow") ? "param" : matcher.group(2);
            rules.add(new RuleDocument("sentinel-" + kind, matcher.group(1), file.name(), file.text()));
        }
    }
}
