package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.PortRange;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;

/** The rules for iptables, in the words of {@code iptables-save}. They are the same for IPv4 and IPv6. */
@Internal(since = "0.2")
public final class IptablesRules {

    private static final String OUT = ChainSet.PREFIX + "OUT";
    private static final String LOOP = ChainSet.PREFIX + "LO";
    private static final String IN = ChainSet.PREFIX + "IN";

    /** What iptables' multiport match can hold; a range counts twice. */
    private static final int SLOTS = 15;

    private final InterceptConfig config;
    private final List<String> chains = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private final List<String> hooks = new ArrayList<>();

    private IptablesRules(InterceptConfig config) {
        this.config = config;
    }

    /** The rules that this configuration asks for. */
    public static ChainSet of(InterceptConfig config) {
        IptablesRules text = new IptablesRules(config);
        if (config.outbound() != null) {
            text.outbound(config.outbound());
        }
        if (config.inbound() != null) {
            text.inbound(config.inbound());
        }
        return new ChainSet(text.chains, text.rules, text.hooks);
    }

    private void outbound(Outbound outbound) {
        chains.addAll(List.of(OUT, LOOP));
        add(OUT, "-o lo -j RETURN");
        bypassByMark();
        outbound.sidecarUsers().forEach(user -> add(OUT, owner(user) + " -j RETURN"));
        if (!outbound.sources().isAll()) {
            groups(outbound.sources())
                    .forEach(group -> add(OUT, "-p tcp" + ports("! ", "sport", group) + " -j RETURN"));
        }
        caught(outbound)
                .forEach(match -> add(
                        OUT,
                        match + " -j MARK --set-xmark " + mark(config.marks().loop())));
        add(LOOP, "-p tcp" + tproxy(outbound.port(), config.marks().loop()));
        hooks.add("-A PREROUTING -i lo -p tcp -m mark --mark "
                + hex(config.marks().loop()) + " -j " + LOOP);
        hooks.add("-A OUTPUT -p tcp -j " + OUT);
    }

    private void bypassByMark() {
        if (config.onlyOwnMarks()) {
            add(OUT, "-m mark --mark " + hex(config.marks().sidecar()) + " -j RETURN");
            add(OUT, "-m mark --mark " + hex(config.marks().keep()) + " -j RETURN");
        } else {
            add(OUT, "-m mark ! --mark 0x0 -j RETURN");
        }
    }

    private static List<String> caught(Outbound outbound) {
        List<String> matches = new ArrayList<>();
        for (List<PortRange> group : groups(outbound.caught())) {
            String ports = "-p tcp" + ports("", "dport", group);
            outbound.applicationUsers().forEach(user -> matches.add(ports + " " + owner(user)));
            if (outbound.applicationUsers().isEmpty()) {
                matches.add(ports);
            }
        }
        return matches;
    }

    /** The destination is this machine already, so these packets need no mark and no routing of their own. */
    private void inbound(Inbound inbound) {
        chains.add(IN);
        add(IN, "-m addrtype ! --dst-type LOCAL -j RETURN");
        groups(inbound.caught())
                .forEach(group -> add(IN, "-p tcp" + ports("", "dport", group) + tproxy(inbound.port(), 0)));
        if (inbound.interfaces().isEmpty()) {
            hooks.add("-A PREROUTING ! -i lo -p tcp -j " + IN);
        }
        inbound.interfaces().forEach(name -> hooks.add("-A PREROUTING -i " + name + " -p tcp -j " + IN));
    }

    private void add(String chain, String rule) {
        rules.add("-A " + chain + " " + rule);
    }

    private static String owner(long user) {
        return "-m owner --uid-owner " + user;
    }

    private static String tproxy(int port, int mark) {
        return " -j TPROXY --on-port " + port + " --tproxy-mark " + (mark == 0 ? "0x0/0x0" : mark(mark));
    }

    private static String mark(int mark) {
        return hex(mark) + "/0xffffffff";
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }

    private static String ports(String not, String word, List<PortRange> group) {
        if (group.size() == 1) {
            PortRange range = group.get(0);
            boolean all = range.equals(Ports.ALL.ranges().get(0));
            return all ? "" : " -m tcp " + not + "--" + word + " " + range.text(":");
        }
        List<String> texts = group.stream().map(range -> range.text(":")).toList();
        return " -m multiport " + not + "--" + word + "s " + String.join(",", texts);
    }

    private static List<List<PortRange>> groups(Ports ports) {
        List<List<PortRange>> groups = new ArrayList<>();
        int free = 0;
        for (PortRange range : ports.ranges()) {
            int slots = range.single() ? 1 : 2;
            if (slots > free) {
                groups.add(new ArrayList<>());
                free = SLOTS;
            }
            groups.get(groups.size() - 1).add(range);
            free -= slots;
        }
        return groups;
    }
}
