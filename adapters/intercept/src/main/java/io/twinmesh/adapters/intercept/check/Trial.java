package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.rules.ChainSet;
import io.twinmesh.adapters.intercept.rules.IptablesRules;
import io.twinmesh.adapters.intercept.rules.NftRules;
import io.twinmesh.adapters.intercept.rules.Routing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tries the rules in a network namespace that exists only for the length of one command. That answers for every kernel module at once, wherever
 * a kernel keeps them, and touches nothing.
 */
record Trial(Host host) {

    private static final String MODULES =
            "load or build what is missing: nft_tproxy, nft_fib and, for a guard that fails open, nft_dup_ipv4 and _ipv6, or xt_TPROXY, xt_mark, xt_owner,"
                    + " xt_multiport, xt_addrtype, xt_socket and, for a guard that fails open, xt_TEE and xt_hashlimit; nf_defrag_ipv4 and _ipv6;"
                    + " nf_conntrack is not needed";

    Finding filter(InterceptConfig config) {
        for (Family family : config.families()) {
            Finding finding = filter(config, family);
            if (finding.level() != Finding.Level.PASS) {
                return finding;
            }
        }
        return Finding.pass("kernel-filter", "takes the rules (tried in a namespace of their own)");
    }

    private Finding filter(InterceptConfig config, Family family) {
        if (config.with() == Tool.NFT) {
            Map<Family, String> tables = new EnumMap<>(Map.of(family, NftRules.table(config, family)));
            return verdict(
                    "kernel-filter", apart(NftRules.after(Map.of(), tables), List.of("nft", "-f", "-")), MODULES);
        }
        String program = config.with().word().replace("iptables", family.word() + "tables") + "-restore";
        String named = host.has(program) ? program : family.word() + "tables-restore";
        String input = IptablesRules.of(config, family).after(ChainSet.EMPTY);
        return verdict("kernel-filter", apart(input, List.of(named, "--noflush", "--wait", "5")), MODULES);
    }

    Finding routing() {
        Output tried = apart("", new Routing(Family.IPV4, 1000, 1, 100).add());
        return verdict("kernel-routing", tried, "build the kernel with CONFIG_IP_MULTIPLE_TABLES");
    }

    private Output apart(String input, List<String> command) {
        List<String> words = new ArrayList<>(List.of("unshare", "--net", "--"));
        words.addAll(command);
        return host.has("unshare") ? host.run(input, words) : new Output(1, "", "unshare: not found");
    }

    private static Finding verdict(String check, Output tried, String remedy) {
        if (tried.succeeded()) {
            return Finding.pass(check, "takes the rules");
        }
        return tried.err().startsWith("unshare: ")
                ? Finding.warn(check, "not tried: " + tried.complaint(), "none, if 'apply' succeeds")
                : Finding.fail(check, tried.complaint(), remedy);
    }
}
