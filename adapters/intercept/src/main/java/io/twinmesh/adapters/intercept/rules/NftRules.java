package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules for nft: a table of our own for each family, so that nothing of anybody else's is ever named. */
@Internal(since = "0.2")
public final class NftRules {

    /** The name of our table. */
    public static final String TABLE = "twinmesh";

    private final InterceptConfig config;
    private final List<String> output = new ArrayList<>();
    private final List<String> prerouting = new ArrayList<>();

    private NftRules(InterceptConfig config) {
        this.config = config;
    }

    /** The table that this configuration asks for. */
    public static String table(InterceptConfig config, Family family) {
        NftRules text = new NftRules(config);
        if (config.outbound() != null) {
            text.outbound(config.outbound(), family);
        }
        if (config.inbound() != null) {
            text.inbound(config.inbound());
        }
        return text.table(family);
    }

    /**
     * Input of {@code nft -f} that makes these tables out of those, in one step.
     *
     * @param tables text of our tables by family; an empty one is to go
     */
    public static String after(Map<Family, String> now, Map<Family, String> tables) {
        StringBuilder script = new StringBuilder();
        for (Map.Entry<Family, String> table : tables.entrySet()) {
            String name = " table " + table.getKey().word() + " " + TABLE + "\n";
            boolean there = !now.getOrDefault(table.getKey(), "").isEmpty();
            script.append(there ? "delete" + name : "").append(table.getValue());
        }
        return script.toString();
    }

    private void outbound(Outbound outbound, Family family) {
        output.add("meta l4proto != tcp return");
        output.add("oifname \"lo\" return");
        output.add(
                config.onlyOwnMarks()
                        ? "meta mark { " + config.marks().sidecar() + ", "
                                + config.marks().keep() + " } return"
                        : "meta mark != 0 return");
        outbound.sidecarUsers().forEach(user -> output.add("meta skuid " + user + " return"));
        if (!outbound.sources().isAll()) {
            output.add("tcp sport != " + set(outbound.sources()) + " return");
        }
        int loop = config.marks().loop();
        output.add(users(outbound.applicationUsers()) + ports(outbound.caught()) + "meta mark set " + loop);
        String caught = "iifname \"lo\" meta l4proto tcp meta mark " + loop;
        prerouting.add(caught + " tproxy to :" + outbound.port() + " accept");
        // Without a listener a packet gets here, and would go to whoever has its port on this machine. Answers of
        // unmarked listeners pass.
        String direct = config.open().contains(Direction.OUTBOUND) ? "dup to " + family.word() + " daddr " : "";
        prerouting.add(caught + " fib daddr type != local " + direct + "drop");
    }

    /** The destination is this machine already, so these packets need no mark and no routing of their own. */
    private void inbound(Inbound inbound) {
        List<String> names =
                inbound.interfaces().stream().map(name -> "\"" + name + "\"").toList();
        String from = names.isEmpty() ? "iifname != \"lo\"" : "iifname { " + String.join(", ", names) + " }";
        String caught = from + " meta l4proto tcp fib daddr type local " + ports(inbound.caught());
        prerouting.add(caught + "tproxy to :" + inbound.port() + " accept");
        if (!config.open().contains(Direction.INBOUND)) {
            // Without a listener it would go to the application. What is no first packet may be the answer to a client
            // on this machine.
            prerouting.add(caught + "tcp flags & (syn | ack) == syn drop");
        }
    }

    private String table(Family family) {
        List<String> lines = new ArrayList<>(List.of("table " + family.word() + " " + TABLE + " {"));
        chain(lines, "output", "route", output);
        chain(lines, "prerouting", "filter", prerouting);
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    private static void chain(List<String> lines, String hook, String type, List<String> rules) {
        if (!rules.isEmpty()) {
            lines.add("\tchain " + hook + " {");
            lines.add("\t\ttype " + type + " hook " + hook + " priority mangle; policy accept;");
            rules.forEach(rule -> lines.add("\t\t" + rule));
            lines.add("\t}");
        }
    }

    private static String users(List<Long> users) {
        return users.isEmpty()
                ? ""
                : users.stream().map(String::valueOf).collect(Collectors.joining(", ", "meta skuid { ", " } "));
    }

    private static String ports(Ports ports) {
        return ports.isAll() ? "" : "tcp dport " + set(ports) + " ";
    }

    private static String set(Ports ports) {
        return ports.ranges().stream().map(range -> range.text("-")).collect(Collectors.joining(", ", "{ ", " }"));
    }
}
