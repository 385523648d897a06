package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a kernel has learned over to its successor, before that one decides its first call: by id, as far as both know it. What limits
 * have counted is taken over again whenever the successor is to decide more of the calls, because until then it has counted only its share.
 *
 * <p>Not carried: the policy, which the new one has to read itself to show that it can; the counters, which {@link SummedStats} keeps; and
 * what only one process can hold, which {@code publish} moves.
 */
final class Carrying {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private static final Set<String> NOT_CARRIED = Set.of("policy", "stats", "metrics-port");

    /** How the kernel names the part of an engine. */
    private static final String LIMITS = "throttle-";

    private Carrying() {}

    static void carry(Side from, Side to) {
        carry(from, to, id -> !NOT_CARRIED.contains(id));
    }

    /** What limits have counted in place of what they have there; calls under way keep the places they hold. */
    static void carryLimits(Side from, Side to) {
        carry(from, to, id -> id.startsWith(LIMITS));
    }

    private static void carry(Side from, Side to, Predicate<String> what) {
        Map<String, UpgradeParticipant> givers = new HashMap<>();
        from.kernel().participants().forEach(giver -> givers.put(giver.id(), giver));
        givers.keySet().removeIf(what.negate());
        for (UpgradeParticipant taker : to.kernel().participants()) {
            UpgradeParticipant giver = givers.remove(taker.id());
            if (giver != null) {
                carry(giver, taker, to);
            }
        }
        givers.keySet()
                .forEach(id -> LOG.info(
                        "bundle {}: does not know '{}', begins without",
                        to.bundle().name(),
                        id));
    }

    private static void carry(UpgradeParticipant giver, UpgradeParticipant taker, Side to) {
        try {
            taker.restore(giver.carry());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            LOG.info("bundle {}: '{}' begins without state: {}", to.bundle().name(), taker.id(), String.valueOf(e));
        }
    }
}
