package io.twinmesh.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Where, when and how a measurement was made.
 *
 * @param date time in UTC
 * @param machine CPU model, cores and kernel
 * @param jdk the JDK that ran load generator and echo server
 * @param commit hash of the measured sources, or why there is none
 * @param command the exact command line
 */
public record MachineFacts(String date, String machine, String jdk, String commit, String command) {

    /** Asks this machine, and the repository at {@code repository} for its commit. */
    public static MachineFacts read(Path repository) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");
        return new MachineFacts(
                ZonedDateTime.now(ZoneOffset.UTC).format(format),
                cpuModel() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Commit.of(repository),
                commandLine());
    }

    /** Markdown lines. */
    public String text() {
        return """
                - date: %s
                - machine: %s
                - JDK: %s
                - commit: %s
                - command: `%s`
                """.formatted(date, machine, jdk, commit, command);
    }

    private static String cpuModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown CPU");
        } catch (IOException unreadable) {
            return "unknown CPU";
        }
    }

    private static String commandLine() {
        try {
            return Files.readString(Path.of("/proc/self/cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException unreadable) {
            return ProcessHandle.current().info().commandLine().orElse("unknown");
        }
    }
}
