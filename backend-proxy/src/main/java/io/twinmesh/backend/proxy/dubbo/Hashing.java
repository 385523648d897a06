package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;

/** Hashes and compares bytes where they lie, 8 at a time. */
final class Hashing {

    private static final long SEED = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xff51afd7ed558ccdL;

    private Hashing() {}

    static long hash(ByteBuf buf, int start, int length) {
        long hash = SEED ^ length;
        int at = start;
        for (int last = start + length - 8; at <= last; at += 8) {
            hash = mix(hash, buf.getLong(at));
        }
        for (; at < start + length; at++) {
            hash = mix(hash, buf.getByte(at));
        }
        return hash ^ hash >>> 32;
    }

    /** A slot of a table whose size is a power of two. */
    static int slot(long hash, int slots) {
        return (int) hash & slots - 1;
    }

    /** Whether the bytes from an index on are these words and this rest; the caller knows that enough bytes are there. */
    static boolean same(ByteBuf buf, int start, long[] words, byte[] rest) {
        int at = start;
        for (long word : words) {
            if (buf.getLong(at) != word) {
                return false;
            }
            at += 8;
        }
        for (byte b : rest) {
            if (buf.getByte(at++) != b) {
                return false;
            }
        }
        return true;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * FACTOR;
        return mixed ^ mixed >>> 29;
    }
}
