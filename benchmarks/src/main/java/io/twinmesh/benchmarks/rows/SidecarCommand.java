package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.wire.EchoCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command line that starts the sidecar: words separated by blanks, in which {@code {rules}}, {@code {outbound}},
 * {@code {admin}} (ports) and {@code {upstream}} (port) are filled in.
 *
 * @param words the words, not filled in
 */
public record SidecarCommand(List<String> words) {

    public SidecarCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("sidecar command: empty (expected: a program and its arguments)");
        }
    }

    /** A command as written by the user. */
    public static SidecarCommand parse(String text) {
        return new SidecarCommand(Stream.of(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    /** The launcher of the repository at {@code repository}, with one worker. */
    public static SidecarCommand ofRepository(Path repository) {
        return listening(repository, "127.0.0.1");
    }

    /**
     * The same with another address for its clients.
     *
     * @param further words at the end
     */
    static SidecarCommand listening(Path repository, String address, String... further) {
        Path launcher = repository.toAbsolutePath().normalize().resolve("mesh");
        List<String> words = new ArrayList<>(List.of(
                launcher.toString(),
                "sidecar",
                "--rules",
                "{rules}",
                "--application",
                EchoCall.APPLICATION,
                "--outbound",
                address + ":{outbound}",
                "--admin",
                "127.0.0.1:{admin}",
                "--workers",
                "1"));
        words.addAll(List.of(further));
        return new SidecarCommand(words);
    }

    /** The program. */
    public String program() {
        return words.get(0);
    }

    /** The command with the values in place. */
    public List<String> fill(Path rules, int outboundPort, int adminPort, int upstreamPort) {
        Map<String, Object> values = Map.of(
                "{rules}", rules,
                "{outbound}", outboundPort,
                "{admin}", adminPort,
                "{upstream}", upstreamPort);
        return words.stream().map(word -> fill(word, values)).toList();
    }

    private static String fill(String word, Map<String, Object> values) {
        String filled = word;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue().toString());
        }
        return filled;
    }
}
