package io.twinmesh.backend.proxy.upgrade;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Shows tests of other packages the steps of an upgrade, by names like {@code FORWARD:BUILT}. */
public final class Steps {

    private static final Set<Step> OF_THE_OLD = EnumSet.of(
            Step.WELCOME_SENT, Step.LISTENERS_SENT, Step.READY_RECEIVED, Step.REHEARSAL_SENT, Step.FINISHED_RECEIVED);
    private static final Set<Step> OF_THE_GIVER =
            EnumSet.of(Step.AHEAD_SENT, Step.STANDING_STILL, Step.OFFER_HALF_SENT, Step.OFFER_SENT, Step.MOVED);
    private static final Set<Step> OF_THE_TAKER =
            EnumSet.of(Step.AHEAD_RECEIVED, Step.OFFER_RECEIVED, Step.BUILT, Step.TAKEN, Step.OPENED, Step.TAKEN_SENT);

    private Steps() {}

    /** Calls somebody at every step of this process, on the thread that takes it. */
    public static void watch(Consumer<String> watcher) {
        Checkpoint.watch((step, round) -> watcher.accept(round + ":" + step));
    }

    public static void watchNoMore() {
        Checkpoint.watch(null);
    }

    /** Every step there is. */
    public static List<String> all() {
        Stream<String> forward = Arrays.stream(Step.values()).map(step -> Round.FORWARD + ":" + step);
        Stream<String> back = Arrays.stream(Step.values())
                .filter(step -> OF_THE_GIVER.contains(step) || OF_THE_TAKER.contains(step))
                .map(step -> Round.BACK + ":" + step);
        return Stream.concat(forward, back).toList();
    }

    public static boolean isBack(String name) {
        return name.startsWith(Round.BACK.name());
    }

    private static Step step(String name) {
        return Step.valueOf(name.substring(name.indexOf(':') + 1));
    }

    /** Whether the old process takes this step. */
    public static boolean isOfTheOld(String name) {
        Step step = step(name);
        return isBack(name) ? OF_THE_TAKER.contains(step) : OF_THE_OLD.contains(step) || OF_THE_GIVER.contains(step);
    }

    /** Whether the other process may take everything while this one stops here: the sockets may all have gone ahead of the offer. */
    public static boolean isUndecided(String name) {
        return EnumSet.of(Step.OFFER_HALF_SENT, Step.OFFER_SENT).contains(step(name));
    }

    /** Whether everything is the old process's at this step. */
    public static boolean isOwnedByTheOld(String name) {
        return step(name).compareTo(Step.TAKEN) < 0 != isBack(name);
    }
}
