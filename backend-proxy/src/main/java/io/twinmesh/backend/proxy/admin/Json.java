package io.twinmesh.backend.proxy.admin;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON. */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** The text of a value; other objects are written as their text. */
    static String of(@Nullable Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.out.append('\n').toString();
    }

    private void write(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            object(map, indent);
        } else if (value instanceof Collection<?> list) {
            array(list, indent);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(value.toString());
        }
    }

    private void object(Map<?, ?> map, String indent) {
        String deeper = indent + "  ";
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator).append(deeper);
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            write(entry.getValue(), deeper);
            separator = ",";
        }
        out.append(map.isEmpty() ? "" : indent).append('}');
    }

    private void array(Collection<?> list, String indent) {
        String deeper = indent + "  ";
        String separator = "";
        out.append('[');
        for (Object value : list) {
            out.append(separator).append(deeper);
            write(value, deeper);
            separator = ",";
        }
        out.append(separator.isEmpty() ? "" : indent).append(']');
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(this::character);
        out.append('"');
    }

    private void character(int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> plain(c);
        }
    }

    private void plain(int c) {
        if (c < 0x20) {
            out.append(String.format("\\u%04x", c));
        } else {
            out.append((char) c);
        }
    }
}
