package io.twinmesh.backend.proxy.dubbo;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where names and values of a request's attachments are. Read once per request, into arrays that are kept. Threading: one thread. */
final class AttachmentIndex {

    /** More attachments make a request malformed. */
    private static final int MAX = 4096;

    private int[] names = new int[32];
    private int[] values = new int[32];
    private int size;

    void clear() {
        size = 0;
    }

    /** Reads the map at an index; false if it is none, in which case nothing is kept. */
    boolean read(ValueReader in, int at) {
        size = 0;
        boolean read = at >= 0 && (in.isNull(at) || readEntries(in, in.openMap(at)));
        if (!read) {
            size = 0;
        }
        return read;
    }

    private boolean readEntries(ValueReader in, int first) {
        int name = first;
        while (name >= 0 && !in.closes(name)) {
            int value = in.skip(name);
            if (value < 0 || size == MAX) {
                return false;
            }
            add(name, value);
            name = in.skip(value);
        }
        return name >= 0;
    }

    private void add(int name, int value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        names[size] = name;
        values[size++] = value;
    }

    /** The text of an attachment, or null if it is absent or no text; of two of one name the later counts. */
    @Nullable String text(ValueReader in, String name) {
        for (int i = size - 1; i >= 0; i--) {
            if (in.textIs(names[i], name)) {
                return in.textAt(values[i]);
            }
        }
        return null;
    }
}
