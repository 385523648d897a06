package io.twinmesh.arch.equivalence;

import io.twinmesh.adapters.sentinel.StoppedEngine;
import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plays one script against one kernel and writes down everything that was decided. */
final class Replay {

    private final Kernel kernel;
    private final Place place;
    private final StoppedEngine engine;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, List<Integer>> ends = new TreeMap<>();
    private Endpoint last;

    Replay(Kernel kernel, Place place, StoppedEngine engine) {
        this.kernel = kernel;
        this.place = place;
        this.engine = engine;
    }

    /** One line for every call, in order. */
    List<String> play(Script script, List<Encoded> encoded) {
        engine.begin();
        List<Script.Step> steps = script.steps();
        for (int i = 0; i < steps.size(); i++) {
            Script.Step step = steps.get(i);
            before(step);
            lines.add(decide(step, encoded.get(i)));
            ends.computeIfAbsent(i + step.endsAfter(), due -> new ArrayList<>()).add(i);
            endDue(steps, i);
        }
        endDue(steps, Integer.MAX_VALUE);
        return lines;
    }

    private void before(Script.Step step) {
        engine.advance(step.millis());
        engine.machine(step.load(), step.load() / 5);
        if (step.health() != null && last != null) {
            kernel.health(last, step.health());
        }
    }

    private String decide(Script.Step step, Encoded encoded) {
        RpcRequest request = place.view(encoded.call(), step.direction(), encoded.frame());
        Call call = kernel.newCall();
        calls.add(call);
        place.decide(kernel, step.direction(), request, call);
        StringBuilder line = new StringBuilder().append(request.key()).append(' ');
        note(call, line);
        for (int i = 0; i < step.elsewhere() && kernel.goElsewhere(request, call); i++) {
            seen.merge("elsewhere", 1, Integer::sum);
            note(call, line.append(" then "));
        }
        return line.append(call.isTimed() ? " within " + request.attachment("timeout") : "")
                .toString();
    }

    private void note(Call call, StringBuilder line) {
        Decision decision = call.decision();
        seen.merge(word(decision), 1, Integer::sum);
        if (decision instanceof Decision.Forward forward) {
            last = forward.endpoint();
        }
        line.append(call.route()).append(' ').append(decision);
    }

    private static String word(Decision decision) {
        if (decision instanceof Decision.Reject reject) {
            return reject.reason().word();
        }
        return decision instanceof Decision.Forward ? "forward" : "admit";
    }

    private void endDue(List<Script.Step> steps, int now) {
        ends.entrySet().removeIf(due -> {
            boolean over = due.getKey() <= now;
            if (over) {
                due.getValue()
                        .forEach(call -> calls.get(call).end(steps.get(call).outcome()));
            }
            return over;
        });
    }

    /** How often each kind of decision was made. */
    Map<String, Integer> seen() {
        return seen;
    }

    /** What the kernel would say about a call, for the message of a failure. */
    String explained(Script.Step step, Encoded encoded) {
        Direction direction = step.direction();
        RpcRequest request = place.view(encoded.call(), direction, encoded.frame());
        return String.valueOf(kernel.explain(direction, request).steps());
    }
}
