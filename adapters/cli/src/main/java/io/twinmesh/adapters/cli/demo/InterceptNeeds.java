package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the scenario {@code intercept} needs of a machine, and whether it is there. */
final class InterceptNeeds {

    static final String ALL = "root on Linux, iproute2, and nft or iptables";

    /** Where system programs are, besides the PATH, which leaves them out for many users. */
    private static final String SYSTEM = ":/usr/sbin:/sbin:/usr/bin:/bin";

    private InterceptNeeds() {}

    /** Ends the command, with one line and status 2, where something is missing. */
    static void check() {
        List<String> missing = missing(user(), InterceptNeeds::has);
        if (!missing.isEmpty()) {
            throw missing(String.join(", ", missing));
        }
    }

    static CommandFailure missing(String what) {
        return CommandFailure.unknown("--scenario intercept", what, ALL);
    }

    static List<String> missing(String user, Predicate<String> has) {
        List<String> missing = new ArrayList<>();
        if (!user.equals("0")) {
            missing.add("user id " + user);
        }
        if (!has.test("ip")) {
            missing.add("no ip");
        }
        if (!has.test("nft") && !has.test("iptables-restore")) {
            missing.add("neither nft nor iptables");
        }
        return missing;
    }

    /** The owner of this process, as only Linux says it. */
    private static String user() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "unknown";
        }
    }

    /** The PATH that every program of the scenario is started with. */
    static String path() {
        String own = System.getenv("PATH");
        return own == null ? SYSTEM.substring(1) : own + SYSTEM;
    }

    private static boolean has(String program) {
        return Stream.of(path().split(":", -1))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }
}
