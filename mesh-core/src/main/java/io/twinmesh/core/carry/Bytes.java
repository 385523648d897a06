package io.twinmesh.core.carry;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.nio.charset.StandardCharsets;

/** Bytes that are read once, from the first to the last. Errors: {@link UpgradeRefusedException}. Threading: one thread. */
final class Bytes {

    private final String subject;
    private final byte[] bytes;
    private int at;

    Bytes(String subject, byte[] bytes) {
        this.subject = subject;
        this.bytes = bytes;
    }

    int left() {
        return bytes.length - at;
    }

    /** There must be no more. */
    void end() {
        if (left() > 0) {
            throw refused(left() + " bytes behind the end", "none");
        }
    }

    /** A number from 0 to a greatest one. */
    int count(int most) {
        long count = number();
        if (count < 0 || count > most) {
            throw refused(count + " at byte " + at, "at most " + most);
        }
        return (int) count;
    }

    long signed() {
        long bits = number();
        return (bits >>> 1) ^ -(bits & 1);
    }

    String text() {
        int length = count(left());
        if (length > left()) {
            throw refused(length + " bytes of text at byte " + at, "at most the " + left() + " that are left");
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private long number() {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= bytes.length) {
                throw refused("cut off after " + bytes.length + " bytes", "whole values");
            }
            byte next = bytes[at++];
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return bits;
            }
        }
        throw refused("a number without an end at byte " + at, "at most 10 bytes");
    }

    UpgradeRefusedException refused(String value, String expected) {
        return new UpgradeRefusedException(subject, value, expected);
    }
}
