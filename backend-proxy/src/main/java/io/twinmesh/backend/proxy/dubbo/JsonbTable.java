package io.twinmesh.backend.proxy.dubbo;

import java.util.Arrays;

/**
 * The first bytes of JSONB values, the binary form of fastjson2.
 *
 * <p>Source: {@code alibaba/fastjson2} JSONB.Constants, JSONReaderJSONB.
 */
final class JsonbTable {

    static final int INT16 = 0xbc;
    static final int INT8 = 0xbd;
    static final int INT32 = 0x48;
    static final int ASCII_DIRECT = 0x49;
    static final int ASCII = 0x79;
    static final int UTF8 = 0x7a;
    static final int UTF16 = 0x7b;
    static final int UTF16_LE = 0x7c;
    static final int UTF16_BE = 0x7d;
    static final int GB18030 = 0x7e;
    static final int SYMBOL = 0x7f;
    static final int CHAR = 0x90;
    static final int BINARY = 0x91;
    static final int TYPED = 0x92;
    static final int REFERENCE = 0x93;
    static final int ARRAY_DIRECT = 0x94;
    static final int ARRAY = 0xa4;
    static final int OBJECT_END = 0xa5;
    static final int OBJECT = 0xa6;
    static final int NULL = 0xaf;
    static final int BIG_INTEGER = 0xbb;

    private static final byte[] SIZE = sizes();
    private static final byte[] FOLLOWED_BY = followers();

    private JsonbTable() {}

    /** Bytes of the value as far as its first byte tells, without the values that follow in it; else 0. */
    static int size(int first) {
        return SIZE[first];
    }

    /** Values that follow and belong to this one. */
    static int followedBy(int first) {
        return FOLLOWED_BY[first];
    }

    private static byte[] sizes() {
        byte[] size = new byte[256];
        ints(size);
        longs(size);
        times(size);
        for (int length = 0; length < 48; length++) {
            size[ASCII_DIRECT + length] = (byte) (1 + length);
        }
        Arrays.fill(size, 0xaf, 0xb5, (byte) 1);
        size[0xb5] = 9;
        size[0xb6] = 1;
        size[0xb7] = 5;
        Arrays.fill(size, 0xb8, 0xbb, (byte) 1);
        size[CHAR] = size[REFERENCE] = 1;
        return size;
    }

    private static void ints(byte[] size) {
        Arrays.fill(size, 0xf0, 0x100, (byte) 1);
        Arrays.fill(size, 0x00, 0x30, (byte) 1);
        Arrays.fill(size, 0x30, 0x40, (byte) 2);
        Arrays.fill(size, 0x40, 0x48, (byte) 3);
        size[INT32] = 5;
        size[INT16] = 3;
        size[INT8] = 2;
    }

    private static void longs(byte[] size) {
        size[0xbe] = 9;
        size[0xbf] = 5;
        Arrays.fill(size, 0xc0, 0xc8, (byte) 3);
        Arrays.fill(size, 0xc8, 0xd8, (byte) 2);
        Arrays.fill(size, 0xd8, 0xf0, (byte) 1);
    }

    private static void times(byte[] size) {
        size[0xa7] = 4;
        size[0xa8] = 8;
        size[0xa9] = 5;
        size[0xaa] = 8;
        size[0xab] = 9;
        size[0xac] = 5;
        size[0xad] = 5;
        size[0xae] = 1;
    }

    private static byte[] followers() {
        byte[] count = new byte[256];
        count[CHAR] = count[REFERENCE] = 1;
        count[0xa7] = count[0xa8] = 1;
        count[0xaa] = count[0xae] = 2;
        count[0xb4] = count[0xb6] = count[0xb8] = count[0xba] = 1;
        count[0xb9] = 2;
        return count;
    }
}
