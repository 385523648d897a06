package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CI asks of Maven. */
class CiTest {

    @TempDir
    private Path root;

    /** A program that only says what it was asked. */
    private void stub(String file) throws IOException {
        Path program = root.resolve(file);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\necho \"$(basename \"$0\") $*\" >> '" + root.resolve("said") + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void asRootNoTestMayBeSkipped() throws IOException, InterruptedException {
        stub(".ci/tools");
        stub("mesh");
        stub("bin/mvn");
        Path run = Files.copy(Path.of("../.ci/run"), root.resolve(".ci/run"));

        ProcessBuilder builder = new ProcessBuilder("bash", run.toString()).inheritIO();
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, own) -> own + ":" + path);
        assertEquals(0, builder.start().waitFor());

        boolean isRoot = "root".equals(System.getProperty("user.name"));
        String maven = Files.readAllLines(root.resolve("said")).get(1);
        assertEquals(isRoot ? "mvn -B -ntp verify -Dtests.skips.allowed=" : "mvn -B -ntp verify", maven);
    }
}
