package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.rules.ChainSet;
import io.twinmesh.adapters.intercept.rules.IptablesRules;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One variant of iptables.
 *
 * @param variant what stands between {@code iptables} and {@code -restore} in its programs' names
 * @param legacy true if it speaks to the old kernel tables, which the kernel makes when they are first asked for
 */
record IptablesFilter(Host host, String variant, boolean legacy) implements PacketFilter {

    @Override
    public Map<Family, String> installed(Set<Family> families) {
        Map<Family, String> chains = new EnumMap<>(Family.class);
        for (Family family : families) {
            chains.put(family, tableIsThere(family) ? saved(family).text() : "");
        }
        return chains;
    }

    private boolean tableIsThere(Family family) {
        String names = "/proc/net/" + family.word() + "_tables_names";
        return !legacy || host.read(names).lines().anyMatch("mangle"::equals);
    }

    private ChainSet saved(Family family) {
        return ChainSet.parse(host.must("", List.of(program(family, "-save"), "-t", "mangle")));
    }

    private String program(Family family, String verb) {
        return family.word() + "tables" + variant + verb;
    }

    @Override
    public Map<Family, String> wanted(InterceptConfig config) {
        Map<Family, String> chains = new EnumMap<>(Family.class);
        config.families()
                .forEach(family ->
                        chains.put(family, IptablesRules.of(config, family).text()));
        return chains;
    }

    @Override
    public void replace(Map<Family, String> now, Map<Family, String> wanted) {
        wanted.forEach(
                (family, text) -> replace(family, ChainSet.parse(now.getOrDefault(family, "")), ChainSet.parse(text)));
    }

    private void replace(Family family, ChainSet now, ChainSet wanted) {
        if (now.isEmpty() && wanted.isEmpty()) {
            return;
        }
        MangleTable table = new MangleTable(host, family);
        Set<String> made = legacy ? Set.of() : table.made(now, wanted);
        Set<String> kept = new TreeSet<>(made);
        kept.removeIf(name -> !name.equals(MangleTable.NAME) && !wanted.hooked().contains(name));
        ChainSet marked = wanted.isEmpty() ? wanted : wanted.withMade(kept);
        host.must(marked.after(now), List.of(program(family, "-restore"), "--noflush", "--wait", "5"));
        table.remove(made, wanted);
    }
}
