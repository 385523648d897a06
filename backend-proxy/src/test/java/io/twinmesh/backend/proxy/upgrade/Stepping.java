package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that steps back and forth several times, one change right behind the other, and says what became of its session each time; then
 * what becomes of its threads, which nobody but root may give back their weight.
 */
final class Stepping {

    private static final int TIMES = 3;

    private Stepping() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of("/proc/self/autogroup");
        for (int i = 0; i < TIMES; i++) {
            Autogroup group = Autogroup.stepBack();
            System.out.print(nice(file));
            group.stepForth();
            System.out.print(nice(file));
        }
        Niceness threads = Niceness.stepBack();
        String stat = Files.readString(Path.of("/proc/self/stat"));
        System.out.print(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 18)[16]);
        threads.stepForth();
    }

    private static String nice(Path file) throws IOException {
        String line = Files.readString(file).strip();
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
