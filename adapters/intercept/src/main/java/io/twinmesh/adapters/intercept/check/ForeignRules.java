package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.rules.NftRules;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;

/** Rules of others in the packet filter, one a line with their place before them. Reading them makes no kernel load anything. */
@Internal(since = "0.2")
record ForeignRules(Host host) {

    private static final List<String> SAVES =
            List.of("iptables-nft-save", "ip6tables-nft-save", "iptables-legacy-save", "ip6tables-legacy-save");

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (host.has("nft")) {
            lines.addAll(nft(host.run("", List.of("nft", "list", "ruleset")).out()));
        }
        List<String> present = SAVES.stream().filter(host::has).toList();
        List<String> saves = present.isEmpty() && host.has("iptables-save") ? List.of("iptables-save") : present;
        // Without a table's name they print the tables that are there; with one, the legacy kind would load it.
        saves.forEach(save -> lines.addAll(saved(host.run("", List.of(save)).out())));
        return lines;
    }

    private static List<String> nft(String ruleset) {
        List<String> lines = new ArrayList<>();
        String table = "";
        String chain = "";
        for (String line : ruleset.lines().map(String::strip).toList()) {
            if (line.startsWith("table ")) {
                table = line.substring(0, line.length() - 2);
            } else if (line.startsWith("chain ")) {
                chain = line.substring("chain ".length(), line.length() - 2);
            } else if (!table.endsWith(" " + NftRules.TABLE) && !chain.startsWith("TWIN_") && !line.contains("TWIN_")) {
                lines.add(table + " " + chain + ": " + line);
            }
        }
        return lines;
    }

    private static List<String> saved(String text) {
        return text.lines()
                .filter(line -> line.startsWith("-A ") && !line.contains("TWIN_"))
                .toList();
    }
}
