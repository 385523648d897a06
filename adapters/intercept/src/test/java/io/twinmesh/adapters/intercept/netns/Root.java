package io.twinmesh.adapters.intercept.netns;

import io.twinmesh.adapters.intercept.host.LocalHost;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Tool;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What tests in namespaces need. */
public final class Root {

    private Root() {}

    /** Skips the test, saying why, where namespaces cannot be made or no tool for the packet filter is there. */
    public static void assume() {
        LocalHost machine = new LocalHost();
        Output tried = machine.has("unshare")
                ? machine.run("", List.of("unshare", "--net", "--", "ip", "link", "set", "lo", "up"))
                : new Output(1, "", "unshare: not found");
        Assumptions.assumeTrue(
                tried.succeeded() && machine.has("ip"),
                () -> "network namespaces: " + tried.complaint() + " (expected: root, and the package iproute2)");
        Assumptions.assumeTrue(
                machine.has("nft") || machine.has("iptables-restore"),
                "nft and iptables: not found (expected: one of them; .ci/tools installs both)");
    }

    /** Skips the test, saying why, where this tool of the packet filter is not there. */
    public static void assume(Tool tool) {
        String program = tool == Tool.NFT ? "nft" : tool.word() + "-restore";
        Assumptions.assumeTrue(
                new LocalHost().has(program), program + ": not found (expected: .ci/tools has been run)");
    }
}
