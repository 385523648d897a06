package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.rules.ChainSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The table that iptables keeps in nf_tables. iptables makes it, and the kernel's chains in it, when a rule asks for them, and never removes them;
 * what was made for us goes with us. That takes nft; without nft it stays, empty.
 */
record MangleTable(Host host, Family family) {

    static final String NAME = "mangle";

    private static final Pattern EMPTY_TABLE = Pattern.compile("table \\S+ " + NAME + " \\{\\s*}");
    private static final String EMPTY_CHAIN = "chain %s \\{\\s*type [^;]*; policy accept;\\s*}";

    /** What iptables has made for the rules that are there and will make for those to come: names of chains, and of the table. */
    Set<String> made(ChainSet now, ChainSet wanted) {
        Set<String> made = new TreeSet<>(now.made());
        if (host.has("nft") && !wanted.isEmpty()) {
            Output table = list();
            boolean missing = !table.succeeded() && table.err().contains("No such file");
            if (missing) {
                made.add(NAME);
            }
            if (missing || table.succeeded()) { // what cannot be seen counts as somebody else's
                wanted.hooked().stream()
                        .filter(chain -> !table.out().contains("chain " + chain + " {"))
                        .forEach(made::add);
            }
        }
        return made;
    }

    private Output list() {
        return host.run("", List.of("nft", "list", "table", family.word(), NAME));
    }

    /** Removes what was made and is not needed any more, if nobody else has come to need it. */
    void remove(Set<String> made, ChainSet wanted) {
        for (String chain : made) {
            if (!chain.equals(NAME) && !wanted.hooked().contains(chain) && isEmpty(chain)) {
                // One that got a rule in the meantime refuses.
                host.run("", List.of("nft", "delete", "chain", family.word(), NAME, chain));
            }
        }
        if (wanted.isEmpty() && made.contains(NAME) && isEmpty()) {
            // Takes what came to be in it since that look: nft knows no removal of an empty table alone.
            host.run("", List.of("nft", "delete", "table", family.word(), NAME));
        }
    }

    private boolean isEmpty() {
        Output table = list();
        return table.succeeded() && EMPTY_TABLE.matcher(table.out()).find();
    }

    private boolean isEmpty(String chain) {
        return Pattern.compile(EMPTY_CHAIN.replace("%s", chain))
                .matcher(list().out())
                .find();
    }
}
