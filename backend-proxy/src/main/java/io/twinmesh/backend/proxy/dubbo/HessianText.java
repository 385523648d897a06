package io.twinmesh.backend.proxy.dubbo;

import static io.twinmesh.backend.proxy.dubbo.HessianTable.NULL;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.STRING;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.STRING_CHUNK;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.STRING_SHORT;
import static io.twinmesh.backend.proxy.dubbo.ValueReader.MALFORMED;

import org.jspecify.annotations.Nullable;

/**
 * Strings of hessian2: their length counts UTF-16 units, each of which is 1, 2 or 3 bytes, a surrogate 3 bytes by itself; a long one comes in
 * parts.
 */
final class HessianText {

    private final ValueReader in;

    HessianText(ValueReader in) {
        this.in = in;
    }

    /** Whether the value here, which is inside the body, is a string. */
    boolean isString(int at) {
        int first = in.byteAt(at);
        return first < 0x20 || first >> 2 == STRING_SHORT >> 2 || first == STRING || first == STRING_CHUNK;
    }

    /** Passes over a string or null. */
    int skip(int at) {
        if (at < 0 || at >= in.end) {
            return MALFORMED;
        }
        return in.byteAt(at) == NULL ? at + 1 : skipParts(at);
    }

    private int skipParts(int from) {
        int at = from;
        boolean more = true;
        while (more) {
            int start = partStart(at);
            if (start < 0) {
                return MALFORMED;
            }
            more = in.byteAt(at) == STRING_CHUNK;
            at = skipUnits(start, partUnits(at));
            if (at < 0) {
                return MALFORMED;
            }
        }
        return at;
    }

    /** Passes over a string and says where its characters are. */
    int find(int at) {
        int stop = skipParts(at);
        if (stop >= 0) {
            in.textStart = partStart(at);
            boolean narrow = in.byteAt(at) != STRING_CHUNK && stop - in.textStart == partUnits(at);
            in.textLength = narrow ? stop - in.textStart : -1;
        }
        return stop;
    }

    /** The characters of a string that was found. */
    @Nullable String decode(int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (true) {
            boolean more = in.byteAt(at) == STRING_CHUNK;
            at = append(text, partStart(at), partUnits(at));
            if (!more) {
                return text.toString();
            }
        }
    }

    /** Index of the first character of a part, or {@link ValueReader#MALFORMED} if no part begins here. */
    private int partStart(int at) {
        if (at >= in.end) {
            return MALFORMED;
        }
        int first = in.byteAt(at);
        if (first < 0x20) {
            return at + 1;
        }
        if (first == STRING || first == STRING_CHUNK) {
            return in.plus(at, 3);
        }
        return first >> 2 == STRING_SHORT >> 2 ? in.plus(at, 2) : MALFORMED;
    }

    /** UTF-16 units of a part whose start was found. */
    private int partUnits(int at) {
        int first = in.byteAt(at);
        if (first < 0x20) {
            return first;
        }
        boolean direct = first == STRING || first == STRING_CHUNK;
        return direct ? in.buf.getUnsignedShort(at + 1) : (first - STRING_SHORT << 8) + in.byteAt(at + 1);
    }

    private int skipUnits(int from, int units) {
        int at = from;
        int left = units;
        while (left > 0 && at >= 0) {
            int step = Math.min(left, 8);
            at = in.isAscii(at, step) ? at + step : skipUnitsSingly(at, step);
            left -= step;
        }
        return at;
    }

    private int skipUnitsSingly(int from, int units) {
        int at = from;
        for (int i = 0; i < units; i++) {
            int width = at < in.end ? width(in.byteAt(at)) : 0;
            if (width == 0 || width > in.end - at) {
                return MALFORMED;
            }
            at += width;
        }
        return at;
    }

    /** Bytes of a unit by its first byte; 0 for a byte that begins none. */
    private static int width(int first) {
        if (first < 0x80) {
            return 1;
        }
        return first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : 0;
    }

    private int append(StringBuilder text, int from, int units) {
        int at = from;
        for (int i = 0; i < units; i++) {
            int first = in.byteAt(at);
            int width = width(first);
            text.append((char) unit(at, first, width));
            at += width;
        }
        return at;
    }

    private int unit(int at, int first, int width) {
        if (width == 1) {
            return first;
        }
        int second = in.byteAt(at + 1) & 0x3f;
        return width == 2 ? (first & 0x1f) << 6 | second : (first & 0xf) << 12 | second << 6 | in.byteAt(at + 2) & 0x3f;
    }
}
