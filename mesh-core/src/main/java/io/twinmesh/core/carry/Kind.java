package io.twinmesh.core.carry;

/** What a value is; its first byte. Constants are never removed or moved. */
enum Kind {
    NULL,
    /** Whole numbers and truth values. */
    NUMBER,
    TEXT,
    LIST,
    /** Texts by text. */
    MAP,
    /** A constant by its name. */
    WORD,
    /** Nanoseconds. */
    DURATION,
    RECORD;

    private static final Kind[] ALL = values();

    static Kind at(int index) {
        return ALL[index];
    }

    static int count() {
        return ALL.length;
    }
}
