package io.twinmesh.adapters.istio.document;

import java.util.List;
import java.util.Map;

/** A node of a document's tree. */
sealed interface Node {

    /** How many nodes it is made of, those behind aliases counted every time. */
    long size();

    /** What it is, for messages. */
    String describe();

    /** A single value. */
    record Scalar(Type type, String text) implements Node {

        @Override
        public long size() {
            return 1;
        }

        @Override
        public String describe() {
            return type == Type.TEXT ? "'" + text + "'" : text.isEmpty() ? "nothing" : text;
        }
    }

    /** A list. */
    record Sequence(List<Node> items, long size) implements Node {

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Fields by name, in the order in which they are written. */
    record Mapping(Map<String, Node> fields, long size) implements Node {

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** What a single value is by the core schema of YAML 1.2. */
    enum Type {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }
}
