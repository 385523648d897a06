package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** By which program the packet filter is spoken to. */
@Preview(since = "0.2")
public enum Tool {
    /** nft if the host has it and its kernel takes the rules, else iptables. */
    AUTO,
    NFT,
    /** The iptables that the host prefers. */
    IPTABLES,
    /** iptables over nf_tables, by name. */
    IPTABLES_NFT,
    /** iptables over its old kernel tables, by name. */
    IPTABLES_LEGACY;

    /** As users write it: {@code iptables-legacy}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The tool of this word.
     *
     * @throws MeshConfigurationException if there is none
     */
    public static Tool of(String word) {
        return Arrays.stream(values())
                .filter(tool -> tool.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MeshConfigurationException("with", word, "one of " + words()));
    }

    private static String words() {
        return Arrays.stream(values()).map(Tool::word).collect(Collectors.joining(", "));
    }
}
