package io.twinmesh.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks git for the commit of a work tree. */
final class Commit {

    private static final long SECONDS = 5;

    private Commit() {}

    static String of(Path repository) {
        try {
            String hash = git(repository, "rev-parse", "HEAD");
            if (hash.isEmpty()) {
                return "none (" + repository.toAbsolutePath().normalize() + " is no git work tree)";
            }
            boolean clean = git(repository, "status", "--porcelain", "--untracked-files=no")
                    .isEmpty();
            return clean ? hash : hash + " with uncommitted changes";
        } catch (IOException noGit) {
            return "none (git not found)";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "none (interrupted)";
        }
    }

    private static String git(Path repository, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "-C", repository.toString());
        builder.command().addAll(List.of(arguments));
        Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!git.waitFor(SECONDS, TimeUnit.SECONDS)) {
            git.destroyForcibly();
            return "";
        }
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
