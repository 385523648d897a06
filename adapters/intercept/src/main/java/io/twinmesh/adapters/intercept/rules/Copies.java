package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What iptables needs to let connections go direct where no listener takes them. Its TPROXY drops such a packet, and no rule can follow. So, before,
 * a copy is sent round through {@code lo}, where it comes in once the kernel is done with the packet itself; if nobody has taken the packet, the
 * copy goes to where it was meant to go. A copy has no mark, and one end of it is not on this machine: nothing else is so on {@code lo}.
 *
 * <p>Whether a first packet was taken is told by its way through INPUT, which only a packet takes that was given to a listener: there, and once more by
 * its copy, a hash limit of one in half a second is asked, for each connection by itself.
 */
final class Copies {

    /** A packet that is not the first of a connection. */
    static final String LATER = "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN";

    private static final String FIRST = "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN";

    /** What one entry says is over after half a second; it goes within a quarter of a second more. A packet that finds no place is dropped. */
    private static final String TABLE =
            " --hashlimit-htable-max 65536 --hashlimit-htable-gcinterval 250 --hashlimit-htable-expire 500";

    private static final String UNMARKED = " -m mark --mark 0x0 ";

    private final String loop;
    private final String isLoop;
    private final String sidecar;
    private final String copy;

    Copies(InterceptConfig config, Family family) {
        loop = " -j MARK --set-xmark " + IptablesRules.mark(config.marks().loop());
        isLoop = "-m mark --mark " + IptablesRules.hex(config.marks().loop());
        sidecar = " -j MARK --set-xmark " + IptablesRules.mark(config.marks().sidecar());
        copy = "-j TEE --gateway " + (family == Family.IPV4 ? "127.0.0.1" : "::1");
    }

    /** In OUTPUT: a copy that is to go direct was sent towards {@code lo}; with another mark it is routed anew, by its own destination. */
    String leaving() {
        return "-o lo " + isLoop + sidecar;
    }

    /** Before TPROXY: what belongs to a connection of a listener needs no copy, nor do answers to this machine. TPROXY puts the mark back. */
    List<String> ofOutbound() {
        return List.of(
                LATER + " -m socket --transparent -j RETURN",
                "-m addrtype ! --dst-type LOCAL -j MARK --set-xmark 0x0/0xffffffff",
                "-m mark --mark 0x0 " + copy);
    }

    ChainSet judgedOutbound() {
        String judge = ChainSet.PREFIX + "OUT_COPY";
        String took = ChainSet.PREFIX + "OUT_TOOK";
        return new ChainSet(
                List.of(judge, took),
                List.of(
                        "-A " + judge + " " + FIRST + known("above", "out") + " -j DROP",
                        "-A " + judge + " " + LATER + " -m socket --transparent -j DROP",
                        "-A " + judge + loop,
                        "-A " + judge + " " + copy,
                        "-A " + judge + " -j DROP",
                        "-A " + took + known("upto", "out")),
                List.of(
                        "-A PREROUTING -i lo -p tcp" + UNMARKED + "-m addrtype ! --dst-type LOCAL -j " + judge,
                        "-A INPUT -i lo " + FIRST + " " + isLoop + " -j " + took));
    }

    /** Before TPROXY. Later packets of a connection that is not a listener's find the application's socket by themselves. */
    String ofInbound() {
        return FIRST + UNMARKED + copy;
    }

    /**
     * What becomes of these copies: they go on to the application.
     *
     * @param caught matches for what is caught
     */
    ChainSet judgedInbound(List<String> caught) {
        String judge = ChainSet.PREFIX + "IN_COPY";
        String took = ChainSet.PREFIX + "IN_TOOK";
        List<String> rules = new ArrayList<>(List.of("-A " + judge + known("above", "in") + " -j DROP"));
        caught.forEach(match -> rules.add("-A " + took + " " + match + known("upto", "in")));
        return new ChainSet(
                List.of(judge, took),
                rules,
                List.of(
                        "-A PREROUTING -i lo " + FIRST + UNMARKED
                                + "-m addrtype ! --src-type LOCAL --dst-type LOCAL -j " + judge,
                        "-A INPUT ! -i lo " + FIRST + " -j " + took));
    }

    private static String known(String limit, String direction) {
        return " -m hashlimit --hashlimit-" + limit
                + " 2/sec --hashlimit-burst 1 --hashlimit-mode srcip,srcport,dstip,dstport"
                + " --hashlimit-name twinmesh_" + direction
                + TABLE;
    }
}
