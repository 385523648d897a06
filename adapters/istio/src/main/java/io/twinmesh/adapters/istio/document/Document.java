package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Mapping;
import io.twinmesh.adapters.istio.document.Node.Scalar;
import io.twinmesh.api.Internal;
import io.twinmesh.api.model.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document: what every Kubernetes object has, and its fields.
 *
 * @param name as {@code metadata.name} says, empty if it does not
 */
@Internal(since = "0.1")
public record Document(String apiVersion, String kind, String name, Fields fields) {

    static Document of(Mapping root, String file, int index, Problems problems) {
        String kind = text(root, "kind");
        String name = root.fields().get("metadata") instanceof Mapping metadata ? text(metadata, "name") : "";
        String resource = kind.isEmpty() || name.isEmpty() ? "document[" + index + "]" : kind + "/" + name;
        Place place = new Place(file, Text.shortened(resource, 160), "");
        return new Document(text(root, "apiVersion"), kind, name, new Fields(root, place, problems));
    }

    private static String text(Mapping mapping, String name) {
        return mapping.fields().get(name) instanceof Scalar scalar && scalar.type() == Node.Type.TEXT
                ? scalar.text()
                : "";
    }

    public Place place() {
        return fields.place();
    }

    public Origin origin() {
        return new Origin(place().file(), place().resource());
    }

    /** Says that there is no such kind. */
    public void unknownKind(List<String> kinds) {
        fields.choice("kind", "", kinds);
        fields.required("apiVersion", "kind");
    }

    /** Reads all of it: the common fields, and {@code spec} by the reader of its kind. */
    public <T> @Nullable T read(Fields.SpecReader<T> spec) {
        fields.need("apiVersion");
        fields.need("kind");
        Map<String, String> labels = fields.object("metadata", Document::metadata);
        fields.ignored("status");
        T read = fields.object("spec", specFields -> spec.read(specFields, labels == null ? Map.of() : labels));
        fields.required("metadata", "spec");
        fields.end();
        return read;
    }

    /** Namespaces are not kept apart: a directory is one. */
    private static Map<String, String> metadata(Fields metadata) {
        metadata.need("name");
        metadata.ignored(
                "namespace", "annotations", "creationTimestamp", "deletionTimestamp", "finalizers", "generateName");
        metadata.ignored("generation", "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid");
        return metadata.textMap("labels");
    }
}
