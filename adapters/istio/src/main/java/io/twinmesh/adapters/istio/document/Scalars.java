package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Scalar;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells texts, numbers, truth values and nulls apart: the core schema of YAML 1.2, chapter 10.3. */
final class Scalars {

    private static final String TAGS = "tag:yaml.org,2002:";
    private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Map<String, Node.Type> TYPES = Map.of(
            TAGS + "str",
            Node.Type.TEXT,
            TAGS + "int",
            Node.Type.INTEGER,
            TAGS + "float",
            Node.Type.DECIMAL,
            TAGS + "bool",
            Node.Type.BOOLEAN,
            TAGS + "null",
            Node.Type.NULL,
            "!",
            Node.Type.TEXT);

    private Scalars() {}

    /** Whether a tag is one of those that plain data has. */
    static boolean known(@Nullable String tag) {
        return tag == null || TYPES.containsKey(tag);
    }

    /** The same for collections. */
    static boolean knownCollection(@Nullable String tag) {
        return tag == null || tag.equals("!") || tag.equals(TAGS + "map") || tag.equals(TAGS + "seq");
    }

    static Scalar of(String text, boolean plain, @Nullable String tag) {
        Node.Type tagged = tag == null ? null : TYPES.get(tag);
        return new Scalar(tagged != null ? tagged : plain ? type(text) : Node.Type.TEXT, text);
    }

    private static Node.Type type(String text) {
        if (NULL.matcher(text).matches()) {
            return Node.Type.NULL;
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Node.Type.BOOLEAN;
        }
        if (INTEGER.matcher(text).matches()) {
            return Node.Type.INTEGER;
        }
        return DECIMAL.matcher(text).matches() ? Node.Type.DECIMAL : Node.Type.TEXT;
    }
}
