package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution, where the demo's rules and applications lie. */
record DemoHome(Path directory) {

    /** The launcher says where it is; without one, it is found from this jar. */
    static DemoHome find() {
        String told = System.getProperty("twinmesh.home");
        DemoHome home = new DemoHome(told == null ? besideThisJar() : Path.of(told));
        if (!Files.isDirectory(home.rules())) {
            throw CommandFailure.failed("demo: no rules in " + home.rules()
                    + " (expected: a distribution; start the demo with ./mesh demo)");
        }
        return home;
    }

    private static Path besideThisJar() {
        Path jar = Path.of(DemoHome.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return jar.resolve("../..").normalize();
    }

    Path launcher() {
        return directory.resolve("bin/mesh");
    }

    Path rules() {
        return directory.resolve("demo/rules");
    }

    /** Class path of the demo's Dubbo 3 applications as they are: nothing of the mesh. */
    String plainClassPath() {
        return directory.resolve("demo/lib") + "/*";
    }

    /** The same applications with one backend: {@code agent}, or {@code proxy} for its thin client. */
    String classPath(String backend) {
        return plainClassPath() + ":" + directory.resolve("demo/" + backend) + "/*";
    }

    /** Class path of the application that is built on Dubbo 2.7 and knows nothing of the mesh. */
    String legacyClassPath() {
        return directory.resolve("demo/dubbo27") + "/*";
    }
}
