package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.install.Installer;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Tool;
import java.util.ArrayList;
import java.util.List;

/** May we change rules, with what, and does this kernel take them. */
record PowerChecks(Host host, InterceptConfig config) {

    private static final int NET_ADMIN = 12;
    private static final int NET_RAW = 13;

    List<Finding> findings() {
        Finding power = netAdmin();
        List<Finding> findings = new ArrayList<>(List.of(power, routingTool()));
        if (power.level() != Finding.Level.PASS) {
            return findings; // without it, the rest cannot even be looked at
        }
        try {
            Tool tool = new Installer(host).choose(config);
            findings.add(Finding.pass("filter-tool", tool.word()));
            if (tool == Tool.IPTABLES_LEGACY) {
                findings.add(netRaw());
            }
            findings.add(new Trial(host).filter(config.by(tool)));
            findings.add(new Trial(host).routing());
        } catch (InterceptException e) {
            findings.add(Finding.fail("filter-tool", "" + e.getMessage(), "install the package nftables or iptables"));
        }
        return findings;
    }

    private Finding netAdmin() {
        return capability("net-admin", NET_ADMIN, "run as root, or give the process CAP_NET_ADMIN");
    }

    private Finding netRaw() {
        return capability("net-raw", NET_RAW, "iptables-legacy needs CAP_NET_RAW, too; or use --with nft");
    }

    private Finding capability(String check, int bit, String remedy) {
        String effective = host.read("/proc/self/status")
                .lines()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> line.substring("CapEff:".length()).strip())
                .findFirst()
                .orElse("0");
        boolean there = (Long.parseUnsignedLong(effective, 16) >> bit & 1) == 1;
        return there ? Finding.pass(check, "present") : Finding.fail(check, "capability is absent", remedy);
    }

    private Finding routingTool() {
        if (!host.has("ip")) {
            return Finding.fail("routing-tool", "ip: not found", "install the package iproute2");
        }
        Output version = host.run("", List.of("ip", "-V"));
        return version.out().contains("iproute2")
                ? Finding.pass("routing-tool", version.out().strip())
                : Finding.fail("routing-tool", "ip: " + version.complaint(), "install iproute2 in place of this ip");
    }
}
