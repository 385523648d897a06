package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.PortRange;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;

/** The rules for iptables, in the words of {@code iptables-save}. */
@Internal(since = "0.2")
public final class IptablesRules {

    private static final String OUT = ChainSet.PREFIX + "OUT";
    private static final String LOOP = ChainSet.PREFIX + "LO";
    private static final String IN = ChainSet.PREFIX + "IN";
    private static final String TAKE = ChainSet.PREFIX + "TAKE";

    /** What iptables' multiport match can hold; a range counts twice. */
    private static final int SLOTS = 15;

    private final InterceptConfig config;
    private final Copies copies;
    private final List<String> chains = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private final List<String> hooks = new ArrayList<>();

    private IptablesRules(InterceptConfig config, Family family) {
        this.config = config;
        this.copies = new Copies(config, family);
    }

    /** The rules that this configuration asks for. */
    public static ChainSet of(InterceptConfig config, Family family) {
        IptablesRules text = new IptablesRules(config, family);
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
        if (isOpen(Direction.OUTBOUND)) {
            add(OUT, copies.leaving());
        }
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
        if (isOpen(Direction.OUTBOUND)) {
            copies.ofOutbound().forEach(rule -> add(LOOP, rule));
        }
        add(LOOP, "-p tcp" + tproxy(outbound.port(), config.marks().loop()));
        hooks.add("-A PREROUTING -i lo -p tcp -m mark --mark "
                + hex(config.marks().loop()) + " -j " + LOOP);
        hooks.add("-A OUTPUT -p tcp -j " + OUT);
        if (isOpen(Direction.OUTBOUND)) {
            add(copies.judgedOutbound());
        }
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

    /**
     * The destination is this machine already, so these packets need no mark and no routing of their own. Answers to clients on this machine are
     * told by their socket: TPROXY would drop them.
     */
    private void inbound(Inbound inbound) {
        boolean open = isOpen(Direction.INBOUND);
        String take = tproxy(inbound.port(), 0);
        List<String> caught = groups(inbound.caught()).stream()
                .map(group -> "-p tcp" + ports("", "dport", group))
                .toList();
        chains.addAll(open ? List.of(IN, TAKE) : List.of(IN));
        add(IN, "-m addrtype ! --dst-type LOCAL -j RETURN");
        add(IN, Copies.LATER + " -m socket -j RETURN");
        caught.forEach(match -> add(IN, match + (open ? " -j " + TAKE : take)));
        if (inbound.interfaces().isEmpty()) {
            hooks.add("-A PREROUTING ! -i lo -p tcp -j " + IN);
        }
        inbound.interfaces().forEach(name -> hooks.add("-A PREROUTING -i " + name + " -p tcp -j " + IN));
        if (open) {
            add(TAKE, copies.ofInbound());
            add(TAKE, "-p tcp" + take);
            add(copies.judgedInbound(caught));
        }
    }

    private boolean isOpen(Direction direction) {
        return config.open().contains(direction);
    }

    private void add(ChainSet more) {
        chains.addAll(more.chains());
        rules.addAll(more.rules());
        hooks.addAll(more.hooks());
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

    static String mark(int mark) {
        return hex(mark) + "/0xffffffff";
    }

    static String hex(int number) {
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
