package io.twinmesh.core.carry;

import io.twinmesh.api.Internal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree of records as {@link RecordReader} reads it. Every record names its type and its components, once for all records of the
 * type, so that the reader can be of another version; every text is written once.
 *
 * <p>Threading: one thread.
 */
@Internal(since = "0.2")
public final class RecordWriter {

    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Class<?>, Integer> types = new HashMap<>();
    private byte[] bytes = new byte[1024];
    private int size;

    private RecordWriter() {}

    /** A record and all it holds: records, lists, maps of texts, texts, numbers, truth values, constants, durations. */
    public static byte[] bytes(Record root) {
        RecordWriter writer = new RecordWriter();
        writer.value(root);
        return Arrays.copyOf(writer.bytes, writer.size);
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            kind(Kind.NULL);
        } else if (value instanceof Record one) {
            kind(Kind.RECORD);
            fields(one);
        } else if (value instanceof List<?> list) {
            kind(Kind.LIST);
            number(list.size());
            list.forEach(this::value);
        } else if (value instanceof Map<?, ?> map) {
            kind(Kind.MAP);
            number(map.size());
            new TreeMap<>(map).forEach((key, of) -> {
                text((String) key);
                text((String) of);
            });
        } else {
            plain(value);
        }
    }

    private void plain(Object value) {
        if (value instanceof String text) {
            kind(Kind.TEXT);
            text(text);
        } else if (value instanceof Enum<?> constant) {
            kind(Kind.WORD);
            text(constant.name());
        } else if (value instanceof Duration duration) {
            kind(Kind.DURATION);
            signed(duration.toNanos());
        } else {
            kind(Kind.NUMBER);
            signed(whole(value));
        }
    }

    private static long whole(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(
                value.getClass().getName() + ": not carried (expected: a type of the model)");
    }

    private void fields(Record one) {
        RecordShape shape = RecordShape.of(one.getClass());
        Integer known = types.putIfAbsent(one.getClass(), types.size());
        number(known == null ? types.size() - 1 : known);
        if (known == null) {
            text(shape.name());
            number(shape.size());
            shape.names().forEach(this::text);
        }
        for (int i = 0; i < shape.size(); i++) {
            value(shape.value(one, i));
        }
    }

    private void text(String text) {
        Integer known = texts.putIfAbsent(text, texts.size());
        number(known == null ? texts.size() - 1 : known);
        if (known == null) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            room(encoded.length);
            System.arraycopy(encoded, 0, bytes, size, encoded.length);
            size += encoded.length;
        }
    }

    @SuppressWarnings("EnumOrdinal") // constants of Kind never move
    private void kind(Kind kind) {
        number(kind.ordinal());
    }

    private void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    private void number(long bits) {
        room(10);
        long left = bits;
        while ((left & ~0x7fL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, size)));
        }
    }
}
