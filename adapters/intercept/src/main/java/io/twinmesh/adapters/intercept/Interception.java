package io.twinmesh.adapters.intercept;

import io.twinmesh.adapters.intercept.check.Preflight;
import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.LocalHost;
import io.twinmesh.adapters.intercept.host.NamespaceLock;
import io.twinmesh.adapters.intercept.install.Installer;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.GuardConfig;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.Preview;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Interception on this machine, or rather in the network namespace of this process: there is one set of rules in each.
 *
 * <p>Lifecycle: none; the rules outlive the process. Used by one thread at a time.
 */
@Preview(since = "0.2")
public final class Interception {

    private static final String RULES = "rules";
    private static final String GUARDS = "guards";
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Host host;

    Interception(Host host) {
        this.host = host;
    }

    /** In the network namespace of this process. */
    public static Interception here() {
        return new Interception(new LocalHost());
    }

    /** The versions of IP that this kernel has. */
    public Set<Family> families() {
        return Installer.families(host);
    }

    /** What {@link #apply} does on a machine that has no rules of ours: commands and their input, as for a shell. Changes nothing. */
    public String show(InterceptConfig config) {
        return Transcript.of(config.by(tool(config)), config.families());
    }

    /** Without any tool there is still something to show: the rules for the one that is preferred. */
    private Tool tool(InterceptConfig config) {
        if (config.with() != Tool.AUTO) {
            return config.with();
        }
        return host.has("nft") || !host.has("iptables-restore") ? Tool.NFT : Tool.IPTABLES;
    }

    /** Everything known to break interception, looked for on this machine. Changes nothing. */
    public List<Finding> check(InterceptConfig config) {
        return Preflight.check(host, config);
    }

    /** The same but for the sidecar, which need not be there yet. */
    public List<Finding> checkHost(InterceptConfig config) {
        return Preflight.checkHost(host, config);
    }

    /** The ports that this machine gives to connections which do not choose one. */
    public Ports clientPorts() {
        String range = host.read("/proc/sys/net/ipv4/ip_local_port_range");
        return Ports.parse(range.isEmpty() ? "32768-60999" : range.replaceFirst("\\s+", "-"));
    }

    /**
     * Installs these rules, in place of those of an earlier call if there are any.
     *
     * @return the tool it was done with
     * @throws InterceptException if that cannot be done; then everything is as before
     */
    public Tool apply(InterceptConfig config) {
        return inTurn(installer -> installer.install(config));
    }

    /** One process at a time: between two looks of one that changes rules, no other changes them. */
    @SuppressWarnings("try") // held meanwhile
    private <T> T inTurn(Function<Installer, T> change) {
        try (NamespaceLock turn = turn()) {
            return change.apply(new Installer(host));
        }
    }

    /** Null where files cannot be written: to remove rules must be possible there, too. */
    private @Nullable NamespaceLock turn() {
        long end = System.nanoTime() + LONGEST_TURN.toNanos();
        try {
            NamespaceLock turn = NamespaceLock.attempt(host, RULES);
            while (turn == null) {
                if (System.nanoTime() >= end) {
                    throw new InterceptException("rules: another process changes them (expected: for less than "
                            + LONGEST_TURN.toSeconds() + " s; it holds " + NamespaceLock.file(RULES) + ")");
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                turn = NamespaceLock.attempt(host, RULES);
            }
            return turn;
        } catch (IOException e) {
            return null;
        }
    }

    /** True if rules of ours are there, be they whole or not. */
    boolean isInstalled() {
        return new Installer(host).isInstalled();
    }

    /**
     * A guard over the rules and their sidecar.
     *
     * @param log what it does, line by line
     * @throws IOException if this process can wait for nothing, or has no place for a lock
     * @throws InterceptException if another one runs in this network namespace: the first of two that ends would take away the rules of both
     */
    public Guard guard(GuardConfig config, Consumer<String> log) throws IOException {
        NamespaceLock alone = NamespaceLock.attempt(host, GUARDS);
        if (alone == null) {
            throw new InterceptException("guard: another one runs in this network namespace (expected: one; it holds "
                    + NamespaceLock.file(GUARDS) + ")");
        }
        return new Guard(this, config, log, alone);
    }

    /**
     * Removes every rule of ours, whatever the options were it was installed with.
     *
     * @return false if there was none
     * @throws InterceptException if that cannot be done; then everything is as before
     */
    public boolean remove() {
        return inTurn(Installer::remove);
    }
}
