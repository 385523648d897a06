package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowItem;
import io.twinmesh.api.RpcRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of rules and values of requests comparable: whole numbers are {@link Long}, others {@link Double}, characters are text,
 * whatever their width in Java. (Sentinel compares boxed values, so that an {@code int} in a rule never meets a {@code long} argument.)
 */
final class ParamValues {

    private static final Set<String> COUNTED = Set.of(
            "boolean",
            "byte",
            "short",
            "int",
            "long",
            "float",
            "double",
            "char",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Character",
            "java.lang.String",
            "java.lang.Object",
            "java.lang.Number",
            "java.lang.CharSequence",
            "java.io.Serializable");

    private ParamValues() {}

    /** Tells in a rule's status that a parameter it is about holds objects. */
    static void noteUnlessCounted(LiveRule rule, Resource resource, int index, String type) {
        if (!COUNTED.contains(type)) {
            rule.note("argument " + index + " of " + resource.name() + ": " + type
                    + ", not counted (expected: text, a number or a truth value)");
        }
    }

    /** An argument in the form that is counted, or null for one that is not: absent, or an object, which has no form all protocols share. */
    static @Nullable Object counted(@Nullable Object argument) {
        if (argument instanceof Integer number) {
            return number.longValue();
        }
        return argument == RpcRequest.OPAQUE ? null : argument;
    }

    /** An exception for one value; nothing, and a problem told, if the value is not of its type. */
    static Optional<ParamFlowItem> item(RuleFields fields, int count) {
        String object = fields.text("object");
        fields.require(object != null, "object", "a value");
        if (object == null) {
            return Optional.empty();
        }
        String type = Words.of(fields.text("classType"));
        try {
            return Optional.of(item(object, type, count));
        } catch (IllegalArgumentException e) {
            fields.require(false, "object", "a value of type " + type);
            return Optional.empty();
        }
    }

    private static ParamFlowItem item(String object, String type, int count) {
        return switch (type) {
            case "byte", "java.lang.Byte" -> new ParamFlowItem(Byte.toString(Byte.parseByte(object)), count, "long");
            case "short", "java.lang.Short" ->
                new ParamFlowItem(Short.toString(Short.parseShort(object)), count, "long");
            case "int", "java.lang.Integer" ->
                new ParamFlowItem(Integer.toString(Integer.parseInt(object)), count, "long");
            case "long", "java.lang.Long" -> new ParamFlowItem(Long.toString(Long.parseLong(object)), count, "long");
            case "float", "java.lang.Float" ->
                new ParamFlowItem(
                        Double.toString(Double.parseDouble(Float.toString(Float.parseFloat(object)))), count, "double");
            case "double", "java.lang.Double" ->
                new ParamFlowItem(Double.toString(Double.parseDouble(object)), count, "double");
            case "boolean", "java.lang.Boolean" ->
                new ParamFlowItem(Boolean.toString(Boolean.parseBoolean(object)), count, "boolean");
            case "char", "java.lang.Character" -> new ParamFlowItem(first(object), count, "");
            default -> new ParamFlowItem(object, count, "");
        };
    }

    private static String first(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no character");
        }
        return text.substring(0, 1);
    }
}
