package io.twinmesh.backend.proxy.dubbo;

import static io.twinmesh.backend.proxy.dubbo.JsonbTable.ARRAY;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.ARRAY_DIRECT;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.ASCII;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.ASCII_DIRECT;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.BIG_INTEGER;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.BINARY;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.GB18030;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.OBJECT;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.OBJECT_END;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.SYMBOL;
import static io.twinmesh.backend.proxy.dubbo.JsonbTable.TYPED;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body that Dubbo's fastjson2 serialization writes: every value is an int32 length and that many bytes of JSONB, so that passing
 * over one is a jump. Inside a value it walks.
 *
 * <p>Names and types that stand for others by number (symbols) are passed over, never looked up: Dubbo writes attachments and texts without
 * them.
 */
final class JsonbReader extends ValueReader {

    private final Nesting nesting = new Nesting();

    JsonbReader(TextCache texts) {
        super(texts);
    }

    @Override
    int next(int at) {
        return at + 4 > end ? MALFORMED : plus(at + 4, buf.getInt(at));
    }

    @Override
    int content(int at) {
        return next(at) > at + 4 ? at + 4 : MALFORMED;
    }

    @Override
    int skip(int from) {
        int at = from;
        nesting.begin();
        while (nesting.expectsMore()) {
            if (at < 0 || at >= end) {
                return MALFORMED;
            }
            at = step(at, byteAt(at));
        }
        return at <= end ? at : MALFORMED;
    }

    private int step(int at, int first) {
        if (first == OBJECT_END) {
            return close(at);
        }
        nesting.take();
        int size = JsonbTable.size(first);
        if (size == 0) {
            return enter(at, first);
        }
        int followers = JsonbTable.followedBy(first);
        return followers == 0 ? at + size : open(plus(at, size), followers);
    }

    private int close(int at) {
        if (!nesting.mayClose()) {
            return MALFORMED;
        }
        nesting.close();
        return at + 1;
    }

    private int enter(int at, int first) {
        if (first >= ARRAY_DIRECT && first < ARRAY) {
            return open(at + 1, first - ARRAY_DIRECT);
        }
        if (first >= ASCII && first <= GB18030 || first == BINARY || first == BIG_INTEGER) {
            return blobEnd(at);
        }
        return switch (first) {
            case OBJECT -> open(at + 1, Nesting.KEY);
            case ARRAY -> counted(at + 1);
            case SYMBOL -> skipSymbol(at);
            case TYPED -> open(skipType(at + 1), 1);
            default -> MALFORMED;
        };
    }

    private int counted(int at) {
        int start = intEnd(at);
        int values = start < 0 ? MALFORMED : JsonbScalars.intAt(buf, at);
        return values < 0 ? MALFORMED : open(start, values);
    }

    private int open(int at, int values) {
        return at >= 0 && values <= end - at && nesting.push(values) ? at : MALFORMED;
    }

    /** A name by number, or a name and the number it has from here on. */
    private int skipSymbol(int at) {
        return isInt(at + 1) ? intEnd(at + 1) : intEnd(stringEnd(at + 1));
    }

    private int skipType(int at) {
        if (at < end && byteAt(at) == SYMBOL) {
            return skipSymbol(at);
        }
        return isInt(at) ? intEnd(at) : intEnd(stringEnd(at));
    }

    private int stringEnd(int at) {
        return isString(at) ? blobOrDirectEnd(at) : MALFORMED;
    }

    private int blobOrDirectEnd(int at) {
        int first = byteAt(at);
        return first < ASCII ? plus(at, 1 + first - ASCII_DIRECT) : blobEnd(at);
    }

    /** The index after bytes that an int says the number of. */
    private int blobEnd(int at) {
        int start = intEnd(at + 1);
        return start < 0 ? MALFORMED : plus(start, JsonbScalars.intAt(buf, at + 1));
    }

    private boolean isString(int at) {
        return at >= 0 && at < end && byteAt(at) >= ASCII_DIRECT && byteAt(at) <= GB18030;
    }

    private boolean isInt(int at) {
        return at >= 0 && at < end && JsonbScalars.isInt(byteAt(at));
    }

    private int intEnd(int at) {
        return isInt(at) ? plus(at, JsonbTable.size(byteAt(at))) : MALFORMED;
    }

    @Override
    int text(int at) {
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        if (!isString(at)) {
            return OTHER;
        }
        int stop = blobOrDirectEnd(at);
        if (stop >= 0) {
            int first = byteAt(at);
            textStart = first < ASCII ? at + 1 : intEnd(at + 1);
            textLength = first <= ASCII ? stop - textStart : -1;
        }
        return stop;
    }

    @Override
    @Nullable String wideText(int at) {
        Charset charset = charset(byteAt(at));
        int start = intEnd(at + 1);
        return charset == null ? null : buf.toString(start, blobEnd(at) - start, charset);
    }

    private static @Nullable Charset charset(int first) {
        return switch (first) {
            case JsonbTable.UTF8 -> StandardCharsets.UTF_8;
            case JsonbTable.UTF16 -> StandardCharsets.UTF_16;
            case JsonbTable.UTF16_LE -> StandardCharsets.UTF_16LE;
            case JsonbTable.UTF16_BE -> StandardCharsets.UTF_16BE;
            default -> null; // GB18030: not part of every JDK, and nothing writes it unasked
        };
    }

    @Override
    @Nullable Object scalar(int at) {
        return at < 0 || at >= end ? null : JsonbScalars.scalar(this, at);
    }

    @Override
    int openList(int from) {
        int at = untyped(from);
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        int first = byteAt(at);
        if (first == ARRAY) {
            int start = intEnd(at + 1);
            elements = start < 0 ? MALFORMED : JsonbScalars.intAt(buf, at + 1);
            return elements < 0 ? MALFORMED : start;
        }
        elements = first - ARRAY_DIRECT;
        return first >= ARRAY_DIRECT && first < ARRAY ? at + 1 : OTHER;
    }

    @Override
    int openMap(int from) {
        int at = untyped(from);
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        return byteAt(at) == OBJECT ? at + 1 : OTHER;
    }

    /** The value without its type. */
    private int untyped(int at) {
        return at >= 0 && at < end && byteAt(at) == TYPED ? skipType(at + 1) : at;
    }

    @Override
    boolean isNull(int at) {
        return at >= 0 && at < end && byteAt(at) == JsonbTable.NULL;
    }

    @Override
    boolean closes(int at) {
        return at < end && byteAt(at) == OBJECT_END;
    }
}
