package io.twinmesh.backend.proxy.dubbo;

/**
 * Where the arguments of a request are, found as far as asked: each is passed over once. For a generic call the arguments are the elements of
 * its third argument. Threading: one thread.
 */
final class ArgumentIndex {

    /** Arguments further back are absent; a Java method has no more than 255. */
    private static final int MAX = 256;

    private final int[] positions = new int[MAX];
    private int passed;
    private int cursor;
    private int count;
    private boolean nested;
    private int knownEnd;

    /** Starts at the first of so many arguments. */
    void begin(int at, int arguments) {
        passed = 0;
        cursor = at;
        count = arguments;
        nested = false;
        knownEnd = ValueReader.MALFORMED;
    }

    /** Starts at a list whose elements are the arguments. */
    void beginList(ValueReader in, int at, boolean lengthKnown) {
        int content = in.content(at);
        int first = content < 0 ? ValueReader.MALFORMED : in.openList(content);
        begin(first, in.elements);
        nested = true;
        if (first == ValueReader.OTHER) {
            begin(in.next(at), 0);
        } else if (lengthKnown) {
            knownEnd = in.next(at);
        }
    }

    /** Where the bytes of an argument begin, or a negative number if there is no such argument. */
    int locate(ValueReader in, int index) {
        if (index < 0 || index >= MAX) {
            return ValueReader.OTHER;
        }
        while (passed < index && more(in)) {
            pass(in);
        }
        if (passed > index) {
            return positions[index];
        }
        return more(in) ? position(in) : cursor < 0 ? ValueReader.MALFORMED : ValueReader.OTHER;
    }

    /** The index after the last argument. */
    int end(ValueReader in) {
        if (knownEnd >= 0) {
            return knownEnd;
        }
        while (more(in)) {
            pass(in);
        }
        return cursor >= 0 && nested && count == ValueReader.OPEN ? cursor + 1 : cursor;
    }

    private boolean more(ValueReader in) {
        return cursor >= 0 && (count == ValueReader.OPEN ? !in.closes(cursor) : passed < count);
    }

    private void pass(ValueReader in) {
        if (passed < MAX) {
            positions[passed] = position(in);
        }
        passed++;
        cursor = nested ? in.skip(cursor) : in.next(cursor);
    }

    private int position(ValueReader in) {
        return nested ? cursor : in.content(cursor);
    }
}
