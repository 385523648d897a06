package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.rules.NftRules;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The ways to the packet filter that this machine has, by tool. */
final class Filters {

    private final Host host;
    private final Map<Tool, PacketFilter> present = new EnumMap<>(Tool.class);

    Filters(Host host) {
        this.host = host;
        if (host.has("nft")) {
            present.put(Tool.NFT, new NftFilter(host));
        }
        if (host.has("iptables-nft-restore")) {
            present.put(Tool.IPTABLES_NFT, new IptablesFilter(host, "-nft", false));
        }
        if (host.has("iptables-legacy-restore")) {
            present.put(Tool.IPTABLES_LEGACY, new IptablesFilter(host, "-legacy", true));
        }
        if (host.has("iptables-restore") && !present.containsKey(plain())) {
            present.put(plain(), new IptablesFilter(host, "", plain() == Tool.IPTABLES_LEGACY));
        }
    }

    Map<Tool, PacketFilter> present() {
        return present;
    }

    PacketFilter of(Tool tool) {
        return Objects.requireNonNull(present.get(tool), tool.word());
    }

    /**
     * The tool to use for these rules.
     *
     * @throws InterceptException if the machine does not have it
     */
    Tool choose(InterceptConfig config) {
        Tool chosen =
                switch (config.with()) {
                    case AUTO -> automatic(config);
                    case IPTABLES -> host.has("iptables-restore") ? plain() : Tool.IPTABLES;
                    default -> config.with();
                };
        if (!present.containsKey(chosen)) {
            throw new InterceptException(
                    chosen == Tool.AUTO
                            ? "nft and iptables: not found (expected: one of them; packages nftables and iptables)"
                            : chosen.word() + ": not found (expected: one of " + words() + ")");
        }
        return chosen;
    }

    private List<String> words() {
        return present.keySet().stream().map(Tool::word).collect(Collectors.toList());
    }

    private Tool automatic(InterceptConfig config) {
        if (present.containsKey(Tool.NFT) && (!host.has("iptables-restore") || nftTakes(config))) {
            return Tool.NFT;
        }
        return host.has("iptables-restore") ? plain() : Tool.AUTO;
    }

    /** An old kernel has nft but not what these rules need of it. */
    private boolean nftTakes(InterceptConfig config) {
        String script = NftRules.after(Map.of(), new NftFilter(host).wanted(config));
        return host.run(script, List.of("nft", "--check", "-f", "-")).succeeded();
    }

    /** What the name iptables stands for; before version 1.8 there was one kind only. */
    private Tool plain() {
        return host.run("", List.of("iptables", "-V")).out().contains("nf_tables")
                ? Tool.IPTABLES_NFT
                : Tool.IPTABLES_LEGACY;
    }
}
