package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call inside one resource on its way from one process to the next.
 *
 * @param age time since it was let in, in milliseconds
 * @param probed shapes of the rules whose switch it is to close again
 * @param arguments the arguments that are counted, by their index
 */
record CarriedPassage(String resource, long age, List<String> probed, Map<Integer, Object> arguments) {

    static StateWriter write(Passage passage, String resource) {
        StateWriter part = new StateWriter().text(1, resource).number(2, age(passage));
        if (passage.call != null) {
            part.texts(3, passage.call.probed());
        }
        if (passage.arguments != null) {
            arguments(part, passage.arguments);
        }
        return part;
    }

    private static long age(Passage passage) {
        long since = passage.call == null ? passage.since : passage.call.getCreateTimestamp();
        return since == 0 ? 0 : Math.max(0, TimeUtil.currentTimeMillis() - since);
    }

    private static void arguments(StateWriter part, @Nullable Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            StateWriter argument = new StateWriter().number(1, i);
            if (CarriedValue.write(argument, arguments[i])) {
                part.part(4, argument);
            }
        }
    }

    static CarriedPassage read(StateReader part) {
        Map<Integer, Object> arguments = new HashMap<>();
        for (StateReader argument : part.parts(4)) {
            Object value = CarriedValue.read(argument);
            if (value != null) {
                arguments.put(argument.number(1, 0, Short.MAX_VALUE), value);
            }
        }
        long age = part.number(2, 0, Integer.MAX_VALUE);
        return new CarriedPassage(part.text(1), age, part.texts(3), arguments);
    }

    /** When it was let in, by the clock of this process. */
    long since() {
        return TimeUtil.currentTimeMillis() - age;
    }
}
