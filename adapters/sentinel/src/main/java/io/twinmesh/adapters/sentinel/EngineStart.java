package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.log.RecordLog;
import com.alibaba.csp.sentinel.util.TimeUtil;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Starts Sentinel's clock, and before it its log, which every other class of it uses, so that it finds {@link EngineLog} and keeps quiet about it: standard output
 * belongs to the application, where one line of a sidecar is read by programs.
 *
 * <p>Threads: any; the first one does it.
 */
final class EngineStart {

    private static volatile boolean ran;

    private EngineStart() {}

    /** Whether it was started in this class loader. */
    static boolean hasRun() {
        return ran;
    }

    /** Starts it if nobody has. */
    static void run() {
        ran = true;
        Once.run();
    }

    /** Initialized once, by the first thread that asks. */
    private static final class Once {

        static {
            start();
        }

        static void run() {
            // initializes the class
        }

        private static void start() {
            Thread thread = Thread.currentThread();
            ClassLoader loader = thread.getContextClassLoader();
            PrintStream out = System.out;
            PrintStream quiet = new PrintStream(new Without(out, thread), true, Charset.defaultCharset());
            thread.setContextClassLoader(EngineStart.class.getClassLoader());
            System.setOut(quiet);
            try {
                RecordLog.debug("log taken over");
                TimeUtil.instance(); // starts the thread of the clock, with the same class loader
            } finally {
                if (System.out == quiet) {
                    System.setOut(out);
                }
                thread.setContextClassLoader(loader);
            }
        }
    }

    /** An output without what one thread writes. */
    private static final class Without extends FilterOutputStream {

        private final Thread silent;

        Without(OutputStream out, Thread silent) {
            super(out);
            this.silent = silent;
        }

        @Override
        public void write(int b) throws IOException {
            if (Thread.currentThread() != silent) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] b, int from, int length) throws IOException {
            if (Thread.currentThread() != silent) {
                out.write(b, from, length);
            }
        }
    }
}
