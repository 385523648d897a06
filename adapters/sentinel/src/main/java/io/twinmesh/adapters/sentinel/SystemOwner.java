package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to set the system rules of the process, which one mesh at a time may have: they are about the process, and Sentinel keeps
 * them static.
 *
 * <p>Threads: any.
 */
final class SystemOwner {

    private static final AtomicReference<@Nullable SystemOwner> HOLDER = new AtomicReference<>();

    private static volatile boolean asked;

    private final String application;

    SystemOwner(String application) {
        this.application = application;
    }

    /** Whether Sentinel's system rules were ever asked for in this class loader. */
    static boolean wasAsked() {
        return asked;
    }

    /** Who holds the right and is not this, or null if this may have it. */
    @Nullable String other() {
        asked = true;
        SystemOwner holder = HOLDER.get();
        if (holder == null) {
            return SystemRuleManager.getRules().isEmpty() ? null : "the application's own use of Sentinel";
        }
        return holder == this ? null : "a mesh of application " + holder.application;
    }

    /** Whether this has the right and rules in force. */
    boolean holds() {
        return HOLDER.get() == this;
    }

    /** Puts rules in force in place of those before; false if another one holds the right. */
    boolean set(SystemCheck check) {
        if (other() != null || !HOLDER.compareAndSet(null, this) && HOLDER.get() != this) {
            return false;
        }
        SystemRuleManager.loadRules(List.of(check.merged()));
        return true;
    }

    /** Takes the rules out of force and gives the right back, if this holds it. */
    void release() {
        if (HOLDER.get() == this) {
            SystemRuleManager.loadRules(List.of());
            HOLDER.set(null);
        }
    }
}
