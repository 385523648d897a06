package io.twinmesh.arch.equivalence;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.EndpointHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to each call, made from a seed: all of it is settled before the first one is decided. */
final class Script {

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final EndpointHealth[] HEALTHS = EndpointHealth.values();

    private final Random random;
    private final List<Step> steps = new ArrayList<>();

    Script(long seed, int calls) {
        this.random = new Random(seed * 31);
        for (int i = 0; i < calls; i++) {
            steps.add(step(i));
        }
    }

    /**
     * One call.
     *
     * @param millis time that goes by before it
     * @param load what the machine reads when it is decided
     * @param elsewhere how often its endpoint turns out not to be reachable
     * @param endsAfter calls that are decided before it ends
     * @param health what a backend learns about the endpoint of the call before it, or null
     */
    record Step(
            Direction direction,
            int serialization,
            long millis,
            double load,
            int elsewhere,
            int endsAfter,
            Outcome outcome,
            EndpointHealth health) {}

    private Step step(int number) {
        return new Step(
                number % 5 < 2 ? Direction.INBOUND : Direction.OUTBOUND,
                number % 2 == 0 ? Frames.HESSIAN2 : Frames.FASTJSON2,
                random.nextInt(3) == 0 ? random.nextInt(random.nextInt(40) == 0 ? 2500 : 60) : 0,
                random.nextInt(50) / 10.0,
                random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextInt(4) == 0 ? random.nextInt(8) : 0,
                random.nextInt(3) > 0 ? Outcome.OK : OUTCOMES[random.nextInt(OUTCOMES.length)],
                random.nextInt(15) == 0 ? HEALTHS[random.nextInt(HEALTHS.length)] : null);
    }

    List<Step> steps() {
        return steps;
    }
}
