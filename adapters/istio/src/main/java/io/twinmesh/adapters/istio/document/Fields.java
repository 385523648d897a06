package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Mapping;
import io.twinmesh.adapters.istio.document.Node.Scalar;
import io.twinmesh.adapters.istio.document.Node.Sequence;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping. A reader asks for every field it knows; each question checks the type and reports what is wrong, and
 * {@link #end} reports the fields that nobody asked for. A field that is null counts as absent.
 *
 * <p>Lifecycle: nested fields are read by a reader given to {@link #object}, {@link #list} or {@link #objects}, which end them.
 * Threading: one thread. Errors: wrong values are reported and answered as if the field were absent; nothing throws.
 */
@Internal(since = "0.1")
public final class Fields {

    /** Reads one mapping; null if nothing can be made of it. */
    @FunctionalInterface
    public interface Reader<T> {
        @Nullable T read(Fields fields);
    }

    /** Reads the spec of a document that has labels. */
    @FunctionalInterface
    public interface SpecReader<T> {
        @Nullable T read(Fields spec, Map<String, String> labels);
    }

    private final Mapping mapping;
    private final Place place;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(Mapping mapping, Place place, Problems problems) {
        this.mapping = mapping;
        this.place = place;
        this.problems = problems;
    }

    public Place place() {
        return place;
    }

    public Problems problems() {
        return problems;
    }

    /** Whether a field is there. */
    public boolean has(String name) {
        return take(name) != null;
    }

    /** Whether no field is there at all. */
    public boolean isEmpty() {
        return mapping.fields().isEmpty();
    }

    /** How many items a list has; 0 if it is none. */
    public int size(String name) {
        return take(name) instanceof Sequence list ? list.items().size() : 0;
    }

    /** A text, or null. */
    public @Nullable String text(String name) {
        Node node = take(name);
        return node == null ? null : values(name).text(node);
    }

    /** A text that must be there and not be blank; empty if it is not. */
    public String need(String name) {
        String text = text(name);
        if (!has(name) || text != null && text.isBlank()) {
            report(ProblemCode.SCHEMA, name, text == null ? "missing" : "''", "a text");
        }
        return text == null ? "" : text;
    }

    /** One of several words. */
    public String choice(String name, String otherwise, List<String> words) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!words.contains(text)) {
            report(ProblemCode.SCHEMA, name, "'" + text + "'", oneOf(text, words));
            return otherwise;
        }
        return text;
    }

    /** A whole number, or null. */
    public @Nullable Long number(String name, long min, long max) {
        Node node = take(name);
        return node == null ? null : values(name).number(node, min, max);
    }

    /** A whole number. */
    public int number(String name, int otherwise, int min, int max) {
        Long number = number(name, min, max);
        return number == null ? otherwise : number.intValue();
    }

    /** A truth value, or null. */
    public @Nullable Boolean flag(String name) {
        Node node = take(name);
        return node == null ? null : values(name).flag(node);
    }

    /** A list of texts. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        List<Node> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            String text = new Values(place.field(name).item(i), problems).text(items.get(i));
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A list of texts or whole numbers, as texts. */
    public List<String> words(String name) {
        List<String> words = new ArrayList<>();
        List<Node> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            String word = new Values(place.field(name).item(i), problems).word(items.get(i));
            if (word != null) {
                words.add(word);
            }
        }
        return words;
    }

    /** Texts by name. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries(name).forEach((key, node) -> {
            String text = new Values(place.field(name).field(key), problems).text(node);
            if (text != null) {
                texts.put(key, text);
            }
        });
        return texts;
    }

    /** Whole numbers by name. */
    public Map<String, Integer> numberMap(String name, int min, int max) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        entries(name).forEach((key, node) -> {
            Long number = new Values(place.field(name).field(key), problems).number(node, min, max);
            if (number != null) {
                numbers.put(key, number.intValue());
            }
        });
        return numbers;
    }

    /** A nested mapping as a reader sees it, or null. */
    public <T> @Nullable T object(String name, Reader<T> reader) {
        Node node = take(name);
        return node == null ? null : read(node, place.field(name), reader);
    }

    /** A list of mappings, without those that nothing could be made of. */
    public <T> List<T> list(String name, Reader<T> reader) {
        List<T> read = new ArrayList<>();
        List<Node> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            T item = read(items.get(i), place.field(name).item(i), reader);
            if (item != null) {
                read.add(item);
            }
        }
        return read;
    }

    /** Mappings by name; null counts as an empty one. */
    public <T> Map<String, T> objects(String name, Reader<T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        entries(name).forEach((key, node) -> {
            Node mapping = isNull(node) ? new Mapping(Map.of(), 1) : node;
            T value = read(mapping, place.field(name).field(key), reader);
            if (value != null) {
                read.put(key, value);
            }
        });
        return read;
    }

    private <T> @Nullable T read(Node node, Place at, Reader<T> reader) {
        if (!(node instanceof Mapping nested)) {
            problems.add(ProblemCode.SCHEMA, at, node.describe(), "a mapping");
            return null;
        }
        Fields fields = new Fields(nested, at, problems);
        T read = reader.read(fields);
        fields.end();
        return read;
    }

    /** The one of these fields that is there; null, and a problem, if it is none or several. */
    public @Nullable String only(String... names) {
        List<String> present = Arrays.stream(names).filter(this::has).toList();
        if (present.size() == 1) {
            return present.get(0);
        }
        String value = present.isEmpty() ? "nothing" : present.toString();
        problems.add(ProblemCode.SCHEMA, place, value, "exactly one of " + Arrays.toString(names));
        return null;
    }

    /** Reports those of these fields that are missing. */
    public void required(String... names) {
        for (String name : names) {
            if (!has(name)) {
                report(ProblemCode.SCHEMA, name, "missing", "this field");
            }
        }
    }

    /** Fields that have no effect here and need none. */
    public void ignored(String... names) {
        known.addAll(Arrays.asList(names));
    }

    /** Fields that Istio knows and we do not support: reported if there. Answers whether one was. */
    public boolean unsupported(String... names) {
        boolean found = false;
        for (String name : names) {
            Node node = take(name);
            if (node != null) {
                found = true;
                report(ProblemCode.UNSUPPORTED, name, node.describe(), "nothing; not supported, used without it");
            }
        }
        return found;
    }

    /** Reports something about a field. */
    public void report(ProblemCode code, String name, String value, String expected) {
        problems.add(code, place.field(name), value, expected);
    }

    /** Reports the fields that nobody asked for. */
    public void end() {
        for (String name : mapping.fields().keySet()) {
            if (!known.contains(name)) {
                report(ProblemCode.UNKNOWN_FIELD, name, "unknown field", oneOf(name, known));
            }
        }
    }

    private static String oneOf(String name, Collection<String> words) {
        String nearest = Text.nearest(name, words);
        return "one of " + words + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }

    private Values values(String name) {
        return new Values(place.field(name), problems);
    }

    private List<Node> items(String name) {
        Node node = take(name);
        if (node == null || node instanceof Sequence) {
            return node == null ? List.of() : ((Sequence) node).items();
        }
        report(ProblemCode.SCHEMA, name, node.describe(), "a list");
        return List.of();
    }

    private Map<String, Node> entries(String name) {
        Node node = take(name);
        if (node == null || node instanceof Mapping) {
            return node == null ? Map.of() : ((Mapping) node).fields();
        }
        report(ProblemCode.SCHEMA, name, node.describe(), "a mapping");
        return Map.of();
    }

    private @Nullable Node take(String name) {
        known.add(name);
        Node node = mapping.fields().get(name);
        return node == null || isNull(node) ? null : node;
    }

    private static boolean isNull(Node node) {
        return node instanceof Scalar scalar && scalar.type() == Node.Type.NULL;
    }
}
