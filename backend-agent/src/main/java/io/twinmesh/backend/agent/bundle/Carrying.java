package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a kernel has learned over to its successor, before that one decides its first call: by id, as far as both know it.
 *
 * <p>Not carried: the policy, which the new one has to read itself to show that it can; the counters, which {@link SummedStats} keeps; and
 * what only one process can hold, which {@code publish} moves.
 */
final class Carrying {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private static final Set<String> NOT_CARRIED = Set.of("policy", "stats", "metrics-port");

    private Carrying() {}

    static void carry(Side from, Side to) {
        Map<String, UpgradeParticipant> givers = new HashMap<>();
        from.kernel().participants().forEach(giver -> givers.put(giver.id(), giver));
        givers.keySet().removeAll(NOT_CARRIED);
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
        } catch (RuntimeException | LinkageError e) {
            LOG.info("bundle {}: '{}' begins without state: {}", to.bundle().name(), taker.id(), String.valueOf(e));
        }
    }
}
