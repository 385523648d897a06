package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Single values at one place; reports those of the wrong type. Types are as strict as Kubernetes is: no number where a text is meant. */
record Values(Place place, Problems problems) {

    @Nullable String text(Node node) {
        if (node instanceof Scalar scalar && scalar.type() == Node.Type.TEXT) {
            return scalar.text();
        }
        boolean quotable = node instanceof Scalar scalar && scalar.type() != Node.Type.NULL;
        wrong(node, quotable ? "a text; put it in quotes" : "a text");
        return null;
    }

    @Nullable String word(Node node) {
        boolean number = node instanceof Scalar scalar && scalar.type() == Node.Type.INTEGER;
        return number ? ((Scalar) node).text() : text(node);
    }

    @Nullable Boolean flag(Node node) {
        if (node instanceof Scalar scalar && scalar.type() == Node.Type.BOOLEAN) {
            return scalar.text().equalsIgnoreCase("true");
        }
        wrong(node, "true or false");
        return null;
    }

    @Nullable Long number(Node node, long min, long max) {
        Long number =
                node instanceof Scalar scalar && scalar.type() == Node.Type.INTEGER ? parsed(scalar.text()) : null;
        if (number != null && number >= min && number <= max) {
            return number;
        }
        wrong(node, "a whole number from " + min + " to " + max);
        return null;
    }

    private static @Nullable Long parsed(String text) {
        try {
            if (text.startsWith("0o")) {
                return Long.parseLong(text.substring(2), 8);
            }
            return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null; // more digits than a long has: out of any range
        }
    }

    private void wrong(Node node, String expected) {
        problems.add(ProblemCode.SCHEMA, place, node.describe(), expected);
    }
}
