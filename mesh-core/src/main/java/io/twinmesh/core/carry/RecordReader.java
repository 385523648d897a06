package io.twinmesh.core.carry;

import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree of records that {@link RecordWriter} wrote, here or in another version: components that are not known are skipped with all
 * they hold, those that are missing are null where they may be, else the tree is refused.
 *
 * <p>Threading: one thread. Errors: {@link UpgradeRefusedException}, whatever the bytes are; nothing is made in excess of their number.
 */
@Internal(since = "0.2")
public final class RecordReader {

    private static final int DEEPEST = 64;

    private final Bytes bytes;
    private final Map<String, Class<?>> model = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Layout> layouts = new ArrayList<>();
    private int depth;

    private RecordReader(Bytes bytes, List<Class<? extends Record>> model) {
        this.bytes = bytes;
        model.forEach(type -> this.model.put(type.getSimpleName(), type));
    }

    /** A record type as the writer had it: which of its components is which of ours, -1 if none. */
    private record Layout(String name, @Nullable RecordShape shape, List<Integer> places) {}

    /**
     * Reads a tree.
     *
     * @param root type of the record that holds the others
     * @param model all types that may come
     */
    public static <R extends Record> R read(
            String subject, byte[] bytes, Class<R> root, List<Class<? extends Record>> model) {
        RecordReader reader = new RecordReader(new Bytes(subject, bytes), model);
        Object read = reader.value(root);
        reader.bytes.end();
        if (!root.isInstance(read)) {
            throw reader.bytes.refused("nothing", root.getSimpleName());
        }
        return root.cast(read);
    }

    /** The next value, of the type that is expected, or null where it is to be skipped. */
    private @Nullable Object value(@Nullable Type expected) {
        if (++depth > DEEPEST) {
            throw bytes.refused("more than " + DEEPEST + " values inside each other", "fewer");
        }
        Kind kind = Kind.at(bytes.count(Kind.count() - 1));
        Object value =
                switch (kind) {
                    case NULL -> null;
                    case NUMBER -> number(bytes.signed(), expected);
                    case TEXT -> fitting(text(), String.class, expected);
                    case LIST -> list(expected);
                    case MAP -> map(expected);
                    case WORD -> word(text(), expected);
                    case DURATION -> fitting(Duration.ofNanos(bytes.signed()), Duration.class, expected);
                    case RECORD -> structure(expected);
                };
        depth--;
        return value;
    }

    private @Nullable Object number(long value, @Nullable Type expected) {
        if (expected == int.class) {
            if (value != (int) value) {
                throw bytes.refused(String.valueOf(value), "a number of 32 bits");
            }
            return (int) value;
        }
        if (expected == boolean.class) {
            return value != 0;
        }
        return fitting(value, long.class, expected);
    }

    private @Nullable Object fitting(Object value, Class<?> type, @Nullable Type expected) {
        if (expected != null && expected != type) {
            throw bytes.refused(type.getSimpleName(), expected.getTypeName());
        }
        return expected == null ? null : value;
    }

    private @Nullable Object word(String name, @Nullable Type expected) {
        if (expected == null) {
            return null;
        }
        if (expected instanceof Class<?> type && type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw bytes.refused(name, "one of " + expected.getTypeName());
    }

    private @Nullable Object list(@Nullable Type expected) {
        Type of = expected == null ? null : argument(expected, List.class);
        int size = bytes.count(bytes.left());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Object value = value(of);
            if (value == null && expected != null) {
                throw bytes.refused("nothing in a list", expected.getTypeName());
            }
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object map(@Nullable Type expected) {
        if (expected != null) {
            argument(expected, Map.class);
        }
        int size = bytes.count(bytes.left());
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < size; i++) {
            values.put(text(), text());
        }
        return values;
    }

    private Type argument(Type expected, Class<?> raw) {
        if (expected instanceof ParameterizedType type && type.getRawType() == raw) {
            return type.getActualTypeArguments()[0];
        }
        throw bytes.refused(raw.getSimpleName(), expected.getTypeName());
    }

    private @Nullable Object structure(@Nullable Type expected) {
        Layout layout = layout();
        RecordShape shape = layout.shape();
        if (expected == null || shape == null) {
            layout.places().forEach(place -> value(null));
            if (expected != null) {
                throw bytes.refused(layout.name(), expected.getTypeName());
            }
            return null;
        }
        Object made = made(shape, layout.places());
        if (!(expected instanceof Class<?> type) || !type.isInstance(made)) {
            throw bytes.refused(layout.name(), expected.getTypeName());
        }
        return made;
    }

    private Object made(RecordShape shape, List<Integer> places) {
        @Nullable Object[] values = new Object[shape.size()];
        for (int place : places) {
            Object value = value(place < 0 ? null : shape.component(place).getGenericType());
            if (place >= 0) {
                values[place] = value;
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && !shape.isOptional(i)) {
                throw bytes.refused("no " + shape.component(i).getName(), "one in each " + shape.name());
            }
        }
        try {
            return shape.made(values);
        } catch (IllegalArgumentException e) {
            throw bytes.refused(shape.name(), "values that fit together");
        }
    }

    private Layout layout() {
        int index = bytes.count(layouts.size());
        if (index < layouts.size()) {
            return layouts.get(index);
        }
        String name = text();
        Class<?> type = model.get(name);
        RecordShape shape = type == null ? null : RecordShape.of(type);
        int size = bytes.count(bytes.left());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String component = text();
            places.add(shape == null ? -1 : shape.index(component));
        }
        Layout layout = new Layout(name, shape, places);
        layouts.add(layout);
        return layout;
    }

    private String text() {
        int index = bytes.count(texts.size());
        if (index == texts.size()) {
            texts.add(bytes.text());
        }
        return texts.get(index);
    }
}
