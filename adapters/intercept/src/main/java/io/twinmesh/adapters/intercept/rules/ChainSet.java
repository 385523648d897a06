package io.twinmesh.adapters.intercept.rules;

import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our part of iptables' mangle table for one family, as {@code iptables-save} prints it. Chains whose names begin with {@code TWIN_} are ours, and
 * so is every rule elsewhere that leads to one of them.
 *
 * @param chains names of our chains
 * @param rules lines that fill them
 * @param hooks lines of other chains that lead to them
 */
@Internal(since = "0.2")
public record ChainSet(List<String> chains, List<String> rules, List<String> hooks) {

    static final String PREFIX = "TWIN_";
    private static final String HOOK = "-A (?!" + PREFIX + ").* -[jg] " + PREFIX + "\\S+.*";

    /** A rule that does nothing but say what was not there before and has to go with these rules. */
    private static final Pattern MADE = Pattern.compile(".* --comment \"twinmesh made ([^\"]*)\"");

    /** Nothing. */
    public static final ChainSet EMPTY = new ChainSet(List.of(), List.of(), List.of());

    public ChainSet {
        chains = List.copyOf(chains);
        rules = List.copyOf(rules);
        hooks = List.copyOf(hooks);
    }

    /** Finds our part in what {@code iptables-save -t mangle} printed. */
    public static ChainSet parse(String saved) {
        List<String> lines = saved.lines().toList();
        return new ChainSet(
                lines.stream()
                        .filter(line -> line.startsWith(":" + PREFIX))
                        .map(line -> line.substring(1, line.indexOf(' ')))
                        .toList(),
                lines.stream().filter(line -> line.startsWith("-A " + PREFIX)).toList(),
                lines.stream().filter(line -> line.matches(HOOK)).toList());
    }

    /** The same, with the names of what iptables makes for them beyond our own chains in place of those that were given before. */
    public ChainSet withMade(Set<String> names) {
        List<String> more = new ArrayList<>();
        if (!names.isEmpty()) {
            more.add("-A " + Collections.min(chains) + " -m comment --comment \"twinmesh made "
                    + String.join(" ", names) + "\"");
        }
        rules.stream().filter(rule -> !MADE.matcher(rule).matches()).forEach(more::add);
        return new ChainSet(chains, more, hooks);
    }

    /** The names given to {@link #withMade}. */
    public Set<String> made() {
        return rules.stream()
                .map(MADE::matcher)
                .filter(Matcher::matches)
                .flatMap(rule -> Stream.of(rule.group(1).split(" ", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The chains of the kernel that lead to ours. */
    public Set<String> hooked() {
        return hooks.stream().map(hook -> hook.split(" ", -1)[1]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All of it in a form that {@link #parse} understands; empty if there is nothing. */
    public String text() {
        List<String> lines = new ArrayList<>();
        chains.forEach(chain -> lines.add(":" + chain + " - [0:0]"));
        lines.addAll(rules);
        lines.addAll(hooks);
        return String.join("\n", lines);
    }

    public boolean isEmpty() {
        return chains.isEmpty() && hooks.isEmpty();
    }

    /** Input of {@code iptables-restore --noflush} that makes this out of what is there now, in one step. Nobody else's rule is in it. */
    public String after(ChainSet now) {
        List<String> lines = new ArrayList<>(List.of("*mangle"));
        List<String> gone =
                now.chains.stream().filter(chain -> !chains.contains(chain)).toList();
        chains.forEach(chain -> lines.add(":" + chain + " - [0:0]"));
        now.hooks.forEach(hook -> lines.add("-D" + hook.substring(2)));
        lines.addAll(rules);
        lines.addAll(hooks);
        // A chain cannot go while another still leads to it: all are emptied first.
        gone.forEach(chain -> lines.add("-F " + chain));
        gone.forEach(chain -> lines.add("-X " + chain));
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }
}
