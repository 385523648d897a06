package io.twinmesh.core.match;

import io.twinmesh.api.Internal;

/** Hashes that are the same in every process: both backends must draw alike. */
@Internal(since = "0.1")
public final class Hashes {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hashes() {}

    /** FNV-1a over the UTF-16 units of the value's text, finished by the 64-bit mixer of MurmurHash3. */
    public static long of(Object value) {
        String text = value.toString();
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /** The 64-bit finalizer of MurmurHash3. */
    public static long mixed(long bits) {
        long hash = bits;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
