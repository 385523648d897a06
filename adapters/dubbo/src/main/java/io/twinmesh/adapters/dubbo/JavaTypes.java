package io.twinmesh.adapters.dubbo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parameter types as rules write them, from the forms in which Dubbo names them. */
final class JavaTypes {

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

    /** Java names for {@code Ljava/lang/String;[I}. */
    static List<String> ofDescriptor(String descriptor) {
        List<String> types = new ArrayList<>();
        int at = 0;
        while (at < descriptor.length()) {
            int stop = typeEnd(descriptor, at);
            types.add(javaName(descriptor.substring(at, stop).replace('/', '.')));
            at = stop;
        }
        return types;
    }

    private static int typeEnd(String descriptor, int from) {
        int at = from;
        while (at < descriptor.length() - 1 && descriptor.charAt(at) == '[') {
            at++;
        }
        int semicolon = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) : at;
        return (semicolon < 0 ? descriptor.length() - 1 : semicolon) + 1;
    }

    /** Java name for {@code [I}, {@code [Ljava.lang.String;} or {@code Ljava.lang.String;}; other names stay as they are. */
    static String javaName(String type) {
        int dimensions = 0;
        while (dimensions < type.length() && type.charAt(dimensions) == '[') {
            dimensions++;
        }
        return elementName(type.substring(dimensions)) + "[]".repeat(dimensions);
    }

    private static String elementName(String type) {
        if (type.length() > 2 && type.charAt(0) == 'L' && type.endsWith(";")) {
            return type.substring(1, type.length() - 1);
        }
        return type.length() == 1 ? primitive(type) : type;
    }

    private static String primitive(String code) {
        return switch (code) {
            case "Z" -> "boolean";
            case "B" -> "byte";
            case "C" -> "char";
            case "D" -> "double";
            case "F" -> "float";
            case "I" -> "int";
            case "J" -> "long";
            case "S" -> "short";
            case "V" -> "void";
            default -> code;
        };
    }

    /** Whether a value of this declared type may be text, number or truth value. */
    static boolean mayBeScalar(String type) {
        return SCALARS.contains(type);
    }
}
