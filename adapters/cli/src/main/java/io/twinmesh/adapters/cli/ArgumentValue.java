package io.twinmesh.adapters.cli;

import io.twinmesh.api.RpcRequest;

/** An argument written on a command line, in the normal form that rules see. */
final class ArgumentValue {

    private ArgumentValue() {}

    static Object read(int index, String text, String type) {
        try {
            return switch (type) {
                case "java.lang.String", "char", "java.lang.Character" -> text;
                case "byte", "short", "int", "java.lang.Byte", "java.lang.Short", "java.lang.Integer" ->
                    Integer.valueOf(text);
                case "long", "java.lang.Long" -> Long.valueOf(text);
                case "float", "double", "java.lang.Float", "java.lang.Double" -> Double.valueOf(text);
                case "boolean", "java.lang.Boolean" -> truth(text);
                default -> RpcRequest.OPAQUE;
            };
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unknown("--arg " + index, text, "a " + type);
        }
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }
}
