package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules of others in the packet filter: another mesh, or somebody who marks packets. */
record NeighbourChecks(Host host, InterceptConfig config) {

    private static final Pattern MESH = Pattern.compile("istio|proxy_init|linkerd|kuma|mosn");
    private static final Pattern TARGET =
            Pattern.compile("(?:redirect to :|tproxy to [^ ]*:|--to-ports |--on-port )(\\d+)");
    private static final Pattern MARKS = Pattern.compile("--set-x?mark|(?:meta|ct) mark set");

    List<Finding> findings() {
        List<String> lines = new ForeignRules(host).lines();
        return List.of(otherMesh(lines), marks(lines));
    }

    private Finding otherMesh(List<String> lines) {
        return lines.stream()
                .filter(this::belongsToAMesh)
                .findFirst()
                .map(line -> Finding.fail(
                        "other-mesh", line, "remove the rules of the other mesh first; two of them catch each other"))
                .orElse(Finding.pass("other-mesh", "none"));
    }

    private boolean belongsToAMesh(String line) {
        Matcher target = TARGET.matcher(line);
        return MESH.matcher(line.toLowerCase(Locale.ROOT)).find()
                || target.find() && ports().contains(Integer.parseInt(target.group(1)));
    }

    private List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        if (config.outbound() != null) {
            ports.add(config.outbound().port());
        }
        if (config.inbound() != null) {
            ports.add(config.inbound().port());
        }
        return ports;
    }

    private Finding marks(List<String> lines) {
        return lines.stream()
                .filter(line -> MARKS.matcher(line).find())
                .findFirst()
                .map(line -> Finding.warn(
                        "foreign-marks",
                        line
                                + (config.onlyOwnMarks()
                                        ? " (our mark takes its place)"
                                        : " (what it marks is not caught)"),
                        config.onlyOwnMarks()
                                ? "make sure the two can do without each other"
                                : "--only-own-marks catches it"))
                .orElse(Finding.pass("foreign-marks", "nobody else sets marks"));
    }
}
