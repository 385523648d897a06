package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import java.util.List;

/** Settings of the kernel that other designs trip over, and the one that keeping addresses needs. */
record KernelChecks(Host host, InterceptConfig config) {

    private static final String IPV4 = "/proc/sys/net/ipv4/";

    List<Finding> findings() {
        return List.of(families(), sourceMarks(), acceptedMarks(), reversePaths(), connections());
    }

    private Finding families() {
        boolean six = host.read("/proc/sys/net/ipv6/conf/all/disable_ipv6").equals("0");
        boolean covered = config.families().contains(Family.IPV6);
        return six && !covered
                ? Finding.warn("families", "IPv6 is on and not intercepted", "leave out --ipv4-only")
                : Finding.pass(
                        "families", config.families().size() == 2 ? "IPv4 and IPv6" : "as far as this host has them");
    }

    private Finding sourceMarks() {
        String value = setting("conf/all/src_valid_mark");
        return Finding.pass("src-valid-mark", value + " (no matter: packets that come in are not marked)");
    }

    private Finding acceptedMarks() {
        String value = setting("tcp_fwmark_accept");
        Inbound inbound = config.inbound();
        boolean needed = inbound != null && inbound.keepAddress();
        return needed && !value.equals("1")
                ? Finding.fail(
                        "tcp-fwmark-accept",
                        value + " (answers to kept addresses would leave the machine)",
                        "sysctl -w net.ipv4.tcp_fwmark_accept=1")
                : Finding.pass("tcp-fwmark-accept", value);
    }

    private Finding reversePaths() {
        return Finding.pass("rp-filter", setting("conf/all/rp_filter") + " (no matter: 0, 1 and 2 work)");
    }

    private Finding connections() {
        String count = host.read("/proc/sys/net/netfilter/nf_conntrack_count");
        return count.isEmpty() || count.equals("0")
                ? Finding.pass("conntrack", "not in use")
                : Finding.warn(
                        "conntrack",
                        count + " connections are tracked",
                        "none for us: rules of somebody else ask for it");
    }

    private String setting(String name) {
        String value = host.read(IPV4 + name);
        return value.isEmpty() ? "unknown" : value;
    }
}
