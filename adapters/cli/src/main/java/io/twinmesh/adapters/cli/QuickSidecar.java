package io.twinmesh.adapters.cli;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * {@code mesh sidecar} without picocli: a sidecar has to be ready in half a second, and picocli takes a third of that. Understands
 * {@code --name value}, one flag and nothing else; whatever is unusual or wrong is left to picocli, which has the help and the messages.
 */
final class QuickSidecar {

    private static final String KEEP_ADDRESS = "--preserve-client-address";

    private QuickSidecar() {}

    /** The command these arguments describe, or null if picocli has to look at them. */
    static @Nullable SidecarCommand parse(String... arguments) {
        boolean quick = arguments.length > 0 && arguments[0].equals("sidecar");
        SidecarCommand command = new SidecarCommand();
        for (int i = 1; quick && i < arguments.length; i++) {
            if (arguments[i].equals(KEEP_ADDRESS)) {
                command.preserveClientAddress = true;
            } else {
                quick = i + 1 < arguments.length && pair(command, arguments[i], arguments[i + 1]);
                i++;
            }
        }
        return quick && command.rules != null && command.application != null ? command : null;
    }

    private static boolean pair(SidecarCommand command, String name, String value) {
        return !value.startsWith("--") && set(command, name, value);
    }

    static int run(SidecarCommand command, PrintWriter out, PrintWriter err) throws InterruptedException {
        try {
            return command.run(out, err);
        } catch (CommandFailure e) {
            err.println("mesh sidecar: " + e.getMessage());
            return e.status();
        } catch (MeshConfigurationException e) {
            err.println("mesh sidecar: " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static boolean set(SidecarCommand command, String name, String value) {
        switch (name) {
            case "--rules" -> command.rules = Path.of(value);
            case "--application" -> command.application = value;
            case "--id" -> command.id = value;
            case "--run-dir" -> command.runDirectory = Path.of(value);
            case "--outbound" -> command.outbound = value;
            case "--inbound" -> command.inbound.add(value);
            case "--outbound-mode" -> command.outboundMode = value;
            case "--inbound-mode" -> command.inboundMode = value;
            case "--unmatched" -> command.unmatched = value;
            case "--admin" -> command.admin = value;
            case "--metrics" -> command.metrics = value;
            case "--label" -> {
                return put(command.labels, value);
            }
            case "--option" -> {
                return put(command.options, value);
            }
            default -> {
                return number(command, name, value);
            }
        }
        return true;
    }

    private static boolean number(SidecarCommand command, String name, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            return false;
        }
        switch (name) {
            case "--mark" -> command.mark = Integer.valueOf(value);
            case "--keep-mark" -> command.keepMark = Integer.valueOf(value);
            case "--probation" -> command.probation = Integer.valueOf(value);
            case "--workers" -> command.workers = Integer.valueOf(value);
            case "--parent" -> command.parent = Long.valueOf(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean put(Map<String, String> map, String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            return false;
        }
        map.put(pair.substring(0, equals), pair.substring(equals + 1));
        return true;
    }
}
