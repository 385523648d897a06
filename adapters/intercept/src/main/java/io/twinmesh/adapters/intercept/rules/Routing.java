package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of policy routing that is ours. The kernel keeps the number of who made an entry; ours is {@value #OWNER}, so that entries are known
 * again whatever the options were that they were made with.
 *
 * @param mark packets with this mark are looked up in the table; 0: this is the table's one route, which delivers to this machine
 */
@Internal(since = "0.2")
public record Routing(Family family, int preference, int mark, int table) {

    /** Our number among routing protocols; nobody's in the list that iproute2 comes with. */
    public static final int OWNER = 84;

    private static final Pattern RULE =
            Pattern.compile("(\\d+):\\s+from all fwmark (0x[0-9a-f]+) lookup (\\d+) proto " + OWNER + "\\b.*");
    private static final Pattern ROUTE = Pattern.compile("(?:local|2) default dev lo table (\\d+)\\b.*");

    /** What this configuration asks for in one family: rules first, then the route. */
    public static List<Routing> of(InterceptConfig config, Family family) {
        List<Routing> entries = new ArrayList<>();
        Inbound inbound = config.inbound();
        if (config.outbound() != null) {
            entries.add(new Routing(family, config.preference(), config.marks().loop(), config.table()));
        }
        if (inbound != null && inbound.keepAddress()) {
            entries.add(
                    new Routing(family, config.preference() + 1, config.marks().keep(), config.table()));
        }
        if (!entries.isEmpty()) {
            entries.add(new Routing(family, 0, 0, config.table()));
        }
        return entries;
    }

    /** Ours among what {@link #listRules} printed. */
    public static List<Routing> rules(Family family, String printed) {
        return printed.lines()
                .map(line -> rule(family, RULE.matcher(line.strip())))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Routing rule(Family family, Matcher line) {
        return line.matches()
                ? new Routing(
                        family,
                        Integer.parseInt(line.group(1)),
                        Integer.decode(line.group(2)),
                        Integer.parseInt(line.group(3)))
                : null;
    }

    /** Ours among what {@link #listRoutes} printed. */
    public static List<Routing> routes(Family family, String printed) {
        return printed.lines()
                .map(line -> ROUTE.matcher(line.strip()))
                .filter(Matcher::matches)
                .map(line -> new Routing(family, 0, 0, Integer.parseInt(line.group(1))))
                .toList();
    }

    /** The command that prints every rule of a family. */
    public static List<String> listRules(Family family) {
        return List.of("ip", "-N", "-" + family.digit(), "rule", "show");
    }

    /** The command that prints every route of ours. */
    public static List<String> listRoutes(Family family) {
        return List.of("ip", "-N", "-" + family.digit(), "route", "show", "table", "all", "proto", "" + OWNER);
    }

    /** The command that makes this entry. */
    public List<String> add() {
        return command("add");
    }

    /** The command that removes it. */
    public List<String> delete() {
        return command("del");
    }

    private List<String> command(String verb) {
        List<String> words = new ArrayList<>(List.of("ip", "-" + family.digit(), mark == 0 ? "route" : "rule", verb));
        words.addAll(
                mark == 0
                        ? List.of("local", "default", "dev", "lo", "table", "" + table, "proto", "" + OWNER)
                        : List.of(
                                "pref",
                                "" + preference,
                                "fwmark",
                                "" + mark,
                                "lookup",
                                "" + table,
                                "protocol",
                                "" + OWNER));
        return words;
    }
}
