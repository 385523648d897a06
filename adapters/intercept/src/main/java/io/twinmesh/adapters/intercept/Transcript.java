package io.twinmesh.adapters.intercept;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.install.Installer;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Tool;
import java.util.List;
import java.util.Set;

/** A machine without rules that writes down what is done to it. What is shown and what is done come from the same code. */
final class Transcript implements Host {

    private final Tool tool;
    private final Set<Family> families;
    private final StringBuilder text = new StringBuilder();

    private Transcript(Tool tool, Set<Family> families) {
        this.tool = tool;
        this.families = families;
    }

    static String of(InterceptConfig config, Set<Family> families) {
        Transcript transcript = new Transcript(config.with(), families);
        new Installer(transcript).install(config);
        return transcript.text.toString();
    }

    @Override
    public Output run(String input, List<String> command) {
        boolean asks = command.contains("list")
                || command.contains("show")
                || command.contains("-V")
                || command.get(0).endsWith("-save");
        if (!asks) {
            write(input, command);
        }
        boolean lists = command.contains("list");
        return new Output(lists ? 1 : 0, command.contains("-V") ? "(nf_tables)" : "", lists ? "No such file" : "");
    }

    private void write(String input, List<String> command) {
        text.append(String.join(" ", command));
        text.append(input.isEmpty() ? "\n" : " <<'END'\n" + input + "END\n");
    }

    @Override
    public String read(String path) {
        return families.contains(Family.IPV6) ? "0" : "";
    }

    /** The chosen tool is here, and nothing else. */
    @Override
    public boolean has(String program) {
        return switch (tool) {
            case AUTO, NFT -> program.equals("nft");
            default -> program.equals(tool.word() + "-restore");
        };
    }
}
