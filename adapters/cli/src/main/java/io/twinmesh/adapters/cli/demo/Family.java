package io.twinmesh.adapters.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All processes of one backend's run. They end with it, and with this process, whatever happens. */
final class Family implements AutoCloseable {

    private final Path logs;
    private final List<Child> children = new ArrayList<>();
    private final Thread hook = new Thread(this::end, "demo-end");

    Family(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized Child start(String name, List<String> command) {
        Child child = Child.start(name, logs, command);
        children.add(child);
        return child;
    }

    private synchronized void end() {
        children.forEach(Child::end);
        children.forEach(Child::close);
        children.clear();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending: the hook runs, and finds nothing left to end
        }
    }
}
