package io.twinmesh.benchmarks.pods;

import io.twinmesh.benchmarks.rows.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with one interface, at whose other end is the echo server.
 *
 * @param namespace its name
 * @param server the address of the other end
 */
public record Pod(String namespace, String server) {

    /** Words before a command that is to run in it. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /** Processes in it that call the echo server's address. */
    public Site callingServer() {
        return new Site(prefix(), server);
    }

    /** Processes in it that call what listens there on loopback. */
    public Site callingLoopback() {
        return new Site(prefix(), "127.0.0.1");
    }

    /** A command as it runs in it. */
    public List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(prefix());
        words.addAll(command);
        return words;
    }

    /**
     * Runs a command in it to its end.
     *
     * @throws IOException if it does not succeed
     */
    public void must(List<String> command, String input) throws IOException, InterruptedException {
        Shell.must(inside(command), input);
    }
}
