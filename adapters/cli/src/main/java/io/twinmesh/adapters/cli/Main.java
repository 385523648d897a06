package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Entry point of the {@code mesh} command. Exit status: 0 done, 1 answered with no, 2 asked wrongly. */
@Internal(since = "0.1")
public final class Main {

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        quiet(arguments);
        System.exit(run(arguments));
    }

    private static int run(String... arguments) throws InterruptedException {
        SidecarCommand sidecar = QuickSidecar.parse(arguments);
        return sidecar == null
                ? MeshCommand.line(arguments).execute(arguments)
                : QuickSidecar.run(sidecar, writer(System.out), writer(System.err));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Only a sidecar logs what goes well; the others are asked a question and answer it. */
    private static void quiet(String... arguments) {
        boolean sidecar = arguments.length > 0 && arguments[0].equals("sidecar");
        if (!sidecar && System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "error");
        }
    }
}
