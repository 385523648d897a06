package io.twinmesh.backend.proxy.dubbo;

import java.util.Arrays;

/**
 * The first bytes of hessian2 values.
 *
 * <p>Source: {@code apache/dubbo-hessian-lite} Hessian2Constants, Hessian2Output.
 */
final class HessianTable {

    static final int STRING_SHORT = 0x30;
    static final int STRING = 'S';
    static final int STRING_CHUNK = 'R';
    static final int BINARY_SHORT = 0x34;
    static final int BINARY = 'B';
    static final int BINARY_CHUNK = 'A';
    static final int CLASS = 'C';
    static final int OBJECT = 'O';
    static final int OBJECT_DIRECT = 0x60;
    static final int MAP = 'M';
    static final int MAP_UNTYPED = 'H';
    static final int END = 'Z';
    static final int NULL = 'N';
    static final int REFERENCE = 0x51;
    static final int LIST_OPEN = 0x55;
    static final int LIST = 0x56;
    static final int LIST_OPEN_UNTYPED = 0x57;
    static final int LIST_UNTYPED = 0x58;
    static final int LIST_DIRECT = 0x70;
    static final int LIST_DIRECT_UNTYPED = 0x78;

    /** Bytes of the whole value, where the first byte alone tells; else 0. */
    private static final byte[] SIZE = sizes();

    private HessianTable() {}

    static int size(int first) {
        return SIZE[first];
    }

    private static byte[] sizes() {
        byte[] size = new byte[256];
        size[0x00] = 1;
        size['T'] = size['F'] = size['N'] = 1;
        binaries(size);
        ints(size);
        longs(size);
        doubles(size);
        size[0x4a] = 9;
        size[0x4b] = 5;
        return size;
    }

    private static void binaries(byte[] size) {
        for (int length = 0; length < 16; length++) {
            size[0x20 + length] = (byte) (1 + length);
        }
    }

    private static void ints(byte[] size) {
        Arrays.fill(size, 0x80, 0xc0, (byte) 1);
        Arrays.fill(size, 0xc0, 0xd0, (byte) 2);
        Arrays.fill(size, 0xd0, 0xd8, (byte) 3);
        size['I'] = 5;
    }

    private static void longs(byte[] size) {
        Arrays.fill(size, 0xd8, 0xf0, (byte) 1);
        Arrays.fill(size, 0xf0, 0x100, (byte) 2);
        Arrays.fill(size, 0x38, 0x40, (byte) 3);
        size[0x59] = 5;
        size['L'] = 9;
    }

    private static void doubles(byte[] size) {
        size[0x5b] = size[0x5c] = 1;
        size[0x5d] = 2;
        size[0x5e] = 3;
        size[0x5f] = 5;
        size['D'] = 9;
    }
}
