package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Mapping;
import io.twinmesh.adapters.istio.document.Node.Scalar;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The documents of a YAML file, source: YAML 1.2.2 and the common fields of Kubernetes objects. */
@Internal(since = "0.1")
public final class Documents {

    private static final String YAML = "YAML 1.2";

    private Documents() {}

    /** All documents of a file that can be read; reports the others. */
    public static List<Document> parse(String file, String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE) // the size of files is limited where they are read
                .build();
        List<Document> documents = new ArrayList<>();
        try {
            Tree tree = new Tree(new Parse(settings).parseString(text).iterator(), file, problems);
            for (Node root = tree.next(); root != null; root = tree.next()) {
                add(root, file, documents, problems);
            }
        } catch (TreeException e) {
            e.report(file, problems);
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    ProblemCode.SYNTAX,
                    new Place(file, place(e.getProblemMark().orElse(null)), ""),
                    e.getProblem(),
                    YAML);
        } catch (YamlEngineException e) {
            problems.add(ProblemCode.SYNTAX, new Place(file, "", ""), String.valueOf(e.getMessage()), YAML);
        }
        return documents;
    }

    private static void add(Node root, String file, List<Document> documents, Problems problems) {
        if (root instanceof Mapping mapping) {
            documents.add(Document.of(mapping, file, documents.size(), problems));
        } else if (!(root instanceof Scalar scalar && scalar.type() == Node.Type.NULL)) {
            Place place = new Place(file, "document[" + documents.size() + "]", "");
            problems.add(
                    ProblemCode.SCHEMA, place, root.describe(), "a mapping with apiVersion, kind, metadata and spec");
        }
    }

    static String place(@Nullable Mark mark) {
        return mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
