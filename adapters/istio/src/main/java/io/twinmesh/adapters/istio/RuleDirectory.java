package io.twinmesh.adapters.istio;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Documents;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.PolicyReader;
import io.twinmesh.api.Preview;
import io.twinmesh.api.model.RuleDocument;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Directories of rule documents: Istio's kinds with our {@code rpc} block in {@code *.yaml} and {@code *.yml}, Sentinel's rules in
 * {@code NAME-flow-rules.json} and the like. Threading: any thread. Errors: problems are part of the answer; nothing throws for what a
 * directory holds, or for one that is not there.
 */
@Preview(since = "0.1")
public final class RuleDirectory {

    private static final String SCHEMA = "twinmesh-rules.schema.json";

    private RuleDirectory() {}

    /**
     * One sort of problem.
     *
     * @param code stable
     * @param severity of all problems of the sort, in lower case
     * @param meaning one line
     */
    @Preview(since = "0.1")
    public record Code(String code, String severity, String meaning) {}

    /** Reads a directory; files in directories below it are not read. */
    public static Reading read(Path directory) {
        Problems problems = new Problems();
        RuleFiles files = RuleFiles.in(directory, problems);
        List<Document> documents = new ArrayList<>();
        List<RuleDocument> throttleRules = new ArrayList<>();
        for (RuleFiles.RuleFile file : files.files()) {
            if (RuleFiles.isYaml(file.name())) {
                documents.addAll(Documents.parse(file.name(), file.text(), problems));
            } else {
                SentinelFiles.add(file, throttleRules, problems);
            }
        }
        return new Reading(PolicyReader.read(files.version(), documents, throttleRules, problems), problems.list());
    }

    /** The JSON Schema (draft 2020-12) of the YAML documents. */
    public static InputStream schema() {
        return Objects.requireNonNull(RuleDirectory.class.getResourceAsStream(SCHEMA), SCHEMA);
    }

    /** Every code that a problem can have. */
    public static List<Code> codes() {
        return Arrays.stream(ProblemCode.values())
                .map(code -> new Code(code.code(), code.severity().name().toLowerCase(Locale.ROOT), code.meaning()))
                .toList();
    }
}
