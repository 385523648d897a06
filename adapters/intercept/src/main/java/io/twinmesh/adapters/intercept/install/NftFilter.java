package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.rules.NftRules;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program nft. Both families change in one step. */
record NftFilter(Host host) implements PacketFilter {

    private static final List<String> CHANGE = List.of("nft", "-f", "-");

    @Override
    public Map<Family, String> installed(Set<Family> families) {
        Map<Family, String> tables = new EnumMap<>(Family.class);
        for (Family family : families) {
            tables.put(family, table(family));
        }
        return tables;
    }

    /** Not to be allowed to look is not the same as to see nothing. */
    private String table(Family family) {
        List<String> command = List.of("nft", "list", "table", family.word(), NftRules.TABLE);
        Output listed = host.run("", command);
        if (!listed.succeeded() && !listed.err().contains("No such file")) {
            throw new InterceptException(String.join(" ", command) + ": " + listed.complaint());
        }
        return listed.succeeded() ? listed.out() : "";
    }

    @Override
    public Map<Family, String> wanted(InterceptConfig config) {
        Map<Family, String> tables = new EnumMap<>(Family.class);
        config.families().forEach(family -> tables.put(family, NftRules.table(config, family)));
        return tables;
    }

    @Override
    public void replace(Map<Family, String> now, Map<Family, String> wanted) {
        String script = NftRules.after(now, wanted);
        if (!script.isEmpty()) {
            host.must(script, CHANGE);
        }
    }
}
