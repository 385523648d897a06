package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;

/** The two versions of the Internet protocol, with the words that tools use for them. */
@Preview(since = "0.2")
public enum Family {
    IPV4("4", "ip"),
    IPV6("6", "ip6");

    private final String digit;
    private final String word;

    Family(String digit, String word) {
        this.digit = digit;
        this.word = word;
    }

    /** {@code 4} or {@code 6}. */
    public String digit() {
        return digit;
    }

    /** {@code ip} or {@code ip6}: the table family of nft, and the first letters of iptables' commands. */
    public String word() {
        return word;
    }
}
