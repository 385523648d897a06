package io.twinmesh.adapters.cli;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.routing.MeshStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/** A running sidecar as its parent process sees it: one line when it takes traffic, status 0 when it was told to end. */
final class SidecarProcess {

    private static final long LOOK_EVERY_MILLIS = 20;

    private final Mesh mesh;
    private final PrintWriter out;
    private final PrintWriter err;
    private final CountDownLatch told = new CountDownLatch(1);
    private List<Problem> said = List.of();

    SidecarProcess(Mesh mesh, PrintWriter out, PrintWriter err) {
        this.mesh = mesh;
        this.out = out;
        this.err = err;
    }

    /** Ends in good order when another process is gone, however that came. */
    void endWith(long pid) {
        ProcessHandle.of(pid).ifPresentOrElse(process -> process.onExit().thenRun(told::countDown), told::countDown);
    }

    int run() throws InterruptedException {
        Thread hook = new Thread(this::end, "twinmesh-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            mesh.backend().ended().thenRun(told::countDown);
            awaitRules();
            told.await();
            return ExitCode.OK;
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending: the hook does the rest
        }
    }

    /** Looks often: what is waited for is a file that someone is editing, or nothing at all. */
    private void awaitRules() throws InterruptedException {
        boolean waiting = false;
        while (!mesh.status().ready()) {
            if (!waiting) {
                err.println("not ready: no valid version of the rules (expected: one without errors)");
                waiting = true;
            }
            sayProblems(mesh.status());
            if (told.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        sayProblems(mesh.status());
        out.println("ready");
        out.flush();
    }

    private void sayProblems(MeshStatus status) {
        if (!status.problems().equals(said)) {
            said = status.problems();
            said.forEach(problem -> err.println(ProblemText.line(problem)));
        }
    }

    /** Runs when the process is told to end. A signal would make the status 143: a sidecar that drained says 0. */
    private void end() {
        mesh.close();
        told.countDown();
        out.flush();
        err.flush();
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
