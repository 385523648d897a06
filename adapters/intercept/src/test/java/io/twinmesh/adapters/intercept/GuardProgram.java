package io.twinmesh.adapters.intercept;

import io.twinmesh.adapters.intercept.model.GuardConfig;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.Direction;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * A guard in a process of its own, of port 20880. Arguments: socket, {@code open} or {@code closed}, and a tool and a direction that need not be
 * given. Prints what it does.
 */
final class GuardProgram {

    private GuardProgram() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) throws Exception {
        Set<Direction> closed =
                arguments[1].equals("closed") ? EnumSet.allOf(Direction.class) : EnumSet.noneOf(Direction.class);
        Tool tool = arguments.length < 3 ? Tool.AUTO : Tool.valueOf(arguments[2]);
        Direction direction = arguments.length < 4 ? Direction.OUTBOUND : Direction.valueOf(arguments[3]);
        InterceptConfig rules = direction == Direction.OUTBOUND
                ? Configs.outbound(tool, "20880")
                : Configs.inbound(tool, "20880", false);
        GuardConfig config = new GuardConfig(rules, Path.of(arguments[0]), closed, GuardConfig.USUAL_OPEN_AFTER_MILLIS);
        try {
            Guard guard = Interception.here().guard(config, System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(guard)));
            guard.run();
        } catch (InterceptException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void end(Guard guard) {
        try {
            boolean removed = guard.stop();
            System.out.flush();
            Runtime.getRuntime().halt(removed ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
