package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;

/** Looks at a machine for everything known to break interception. Changes nothing on it. */
@Internal(since = "0.2")
public final class Preflight {

    private Preflight() {}

    /** One finding for each check, in the order in which they are best read. */
    public static List<Finding> check(Host host, InterceptConfig config) {
        List<Finding> findings = checkHost(host, config);
        findings.addAll(new ListenerChecks(host, config).findings());
        return findings;
    }

    /** The same but for the sidecar, which need not be there yet. */
    public static List<Finding> checkHost(Host host, InterceptConfig config) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new PowerChecks(host, config).findings());
        findings.addAll(new KernelChecks(host, config).findings());
        findings.addAll(new RoutingChecks(host, config).findings());
        findings.addAll(new NeighbourChecks(host, config).findings());
        return findings;
    }
}
