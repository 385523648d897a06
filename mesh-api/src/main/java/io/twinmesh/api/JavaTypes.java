package io.twinmesh.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameter types of a {@link MethodKey}: from the forms of the class file, in which frames and frameworks name them, to Java names.
 * Threading: any thread. Errors: what is no list of types is null, never an exception.
 */
@Internal(since = "0.2")
public final class JavaTypes {

    /** Most parameters a Java method can have. */
    private static final int MAX_PARAMETERS = 255;

    /**
     * Declared types whose values may be text, number or truth value. Some serializations write other types as text, too (an enum, a
     * path); a sidecar sees no difference on the wire, so the declared type decides in both places.
     */
    private static final Set<String> SCALARS = Set.of(
            "boolean",
            "byte",
            "char",
            "double",
            "float",
            "int",
            "long",
            "short",
            "java.io.Serializable",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.CharSequence",
            "java.lang.Character",
            "java.lang.Comparable",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Short",
            "java.lang.String");

    private JavaTypes() {}

    /** Java names for {@code Ljava/lang/String;[I}, or null if it is no list of types. */
    public static @Nullable List<String> ofDescriptor(String descriptor) {
        List<String> types = new ArrayList<>();
        int at = 0;
        while (at < descriptor.length()) {
            int stop = typeEnd(descriptor, at);
            if (stop < 0 || types.size() == MAX_PARAMETERS) {
                return null;
            }
            types.add(javaName(descriptor.substring(at, stop).replace('/', '.')));
            at = stop;
        }
        return types;
    }

    private static int typeEnd(String descriptor, int from) {
        int at = from;
        while (at < descriptor.length() && descriptor.charAt(at) == '[') {
            at++;
        }
        if (at == descriptor.length()) {
            return -1;
        }
        if (descriptor.charAt(at) == 'L') {
            int semicolon = descriptor.indexOf(';', at);
            return semicolon > at + 1 ? semicolon + 1 : -1;
        }
        char code = descriptor.charAt(at);
        return primitive(code) == null || code == 'V' ? -1 : at + 1;
    }

    /** Java name for {@code [I}, {@code [Ljava.lang.String;} or {@code Ljava.lang.String;}; other names stay as they are. */
    public static String javaName(String type) {
        int dimensions = 0;
        while (dimensions < type.length() && type.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = elementName(type.substring(dimensions));
        return element + "[]".repeat(dimensions);
    }

    private static String elementName(String type) {
        if (type.length() > 2 && type.charAt(0) == 'L' && type.endsWith(";")) {
            return type.substring(1, type.length() - 1);
        }
        String primitive = type.length() == 1 ? primitive(type.charAt(0)) : null;
        return primitive == null ? type : primitive;
    }

    private static @Nullable String primitive(char code) {
        return switch (code) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'V' -> "void";
            default -> null;
        };
    }

    /** Whether a value of this declared type may be text, number or truth value. */
    public static boolean mayBeScalar(String type) {
        return SCALARS.contains(type);
    }
}
