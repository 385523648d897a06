package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.Internal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Brings a machine to the rules it shall have, whatever rules of ours it has now. If a step fails, everything before it is taken back. Used by
 * one thread at a time.
 */
@Internal(since = "0.2")
public final class Installer {

    private final Host host;
    private final Filters filters;
    private final Set<Family> families;

    public Installer(Host host) {
        this.host = host;
        this.filters = new Filters(host);
        this.families = families(host);
    }

    /** The families that this kernel has. */
    public static Set<Family> families(Host host) {
        boolean six = !host.read("/proc/sys/net/ipv6/conf/all/disable_ipv6").isEmpty();
        return six ? EnumSet.allOf(Family.class) : EnumSet.of(Family.IPV4);
    }

    /**
     * The tool that {@link #install} would use.
     *
     * @throws InterceptException if the machine does not have it
     */
    public Tool choose(InterceptConfig config) {
        return filters.choose(config);
    }

    /**
     * Installs these rules, in place of those of an earlier call.
     *
     * @return the tool it was done with
     * @throws InterceptException if that cannot be done; then everything is as before
     */
    public Tool install(InterceptConfig config) {
        Tool chosen = choose(config);
        Rules now = now();
        Map<Tool, Map<Family, String>> wanted = nothing();
        wanted.put(chosen, all(filters.of(chosen).wanted(config)));
        reach(now, new Rules(wanted, RoutingTables.wanted(config)), chosen);
        return chosen;
    }

    /**
     * Removes every rule of ours.
     *
     * @return false if there was none
     * @throws InterceptException if that cannot be done; then everything is as before
     */
    public boolean remove() {
        Rules now = now();
        if (now.isEmpty()) {
            return false;
        }
        reach(now, new Rules(nothing(), Set.of()), Tool.AUTO);
        if (isInstalled()) {
            throw new InterceptException(
                    "remove: rules are still there (expected: none; does something else put them back?)");
        }
        return true;
    }

    /** True if there are rules of ours, be they whole or not. */
    public boolean isInstalled() {
        return !now().isEmpty();
    }

    private Rules now() {
        Map<Tool, Map<Family, String>> installed = new EnumMap<>(Tool.class);
        filters.present().forEach((tool, filter) -> installed.put(tool, all(filter.installed(families))));
        return new Rules(installed, new RoutingTables(host).ours(families));
    }

    private Map<Tool, Map<Family, String>> nothing() {
        Map<Tool, Map<Family, String>> nothing = new EnumMap<>(Tool.class);
        filters.present().keySet().forEach(tool -> nothing.put(tool, all(Map.of())));
        return nothing;
    }

    /** With an empty text for every family that has none. */
    private Map<Family, String> all(Map<Family, String> texts) {
        Map<Family, String> all = new EnumMap<>(Family.class);
        families.forEach(family -> all.put(family, ""));
        all.putAll(texts);
        return all;
    }

    private void reach(Rules now, Rules wanted, Tool first) {
        try {
            change(now, wanted, first);
        } catch (InterceptException e) {
            throw new InterceptException(e.getMessage() + "; " + takeBack(now), e);
        }
    }

    private String takeBack(Rules before) {
        try {
            change(now(), before, Tool.AUTO);
            return "everything is as before";
        } catch (InterceptException e) {
            return "and it could not be taken back: " + e.getMessage() + " (next: mesh intercept remove)";
        }
    }

    /** Nothing is marked before its mark leads somewhere, and no mark stops leading somewhere while something is marked. */
    private void change(Rules now, Rules wanted, Tool first) {
        RoutingTables tables = new RoutingTables(host);
        tables.addMissing(now.routing(), wanted.routing());
        if (first != Tool.AUTO) {
            replace(first, now, wanted);
        }
        for (Tool tool : filters.present().keySet()) {
            if (tool != first) {
                replace(tool, now, wanted);
            }
        }
        tables.deleteOthers(now.routing(), wanted.routing());
    }

    private void replace(Tool tool, Rules now, Rules wanted) {
        Map<Family, String> from = now.filters().getOrDefault(tool, Map.of());
        Map<Family, String> to = wanted.filters().getOrDefault(tool, Map.of());
        filters.of(tool).replace(from, to);
    }
}
