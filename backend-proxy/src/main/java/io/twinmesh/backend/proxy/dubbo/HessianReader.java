package io.twinmesh.backend.proxy.dubbo;

import static io.twinmesh.backend.proxy.dubbo.HessianTable.BINARY;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.BINARY_CHUNK;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.BINARY_SHORT;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.CLASS;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.END;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST_DIRECT;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST_DIRECT_UNTYPED;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST_OPEN;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST_OPEN_UNTYPED;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.LIST_UNTYPED;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.MAP;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.MAP_UNTYPED;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.OBJECT;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.OBJECT_DIRECT;
import static io.twinmesh.backend.proxy.dubbo.HessianTable.REFERENCE;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over hessian2 values without knowing their classes. All it keeps is the number of fields of each class definition passed, so a
 * body has to be walked from front to back, each value once.
 *
 * <p>A back-reference is passed over as what it is: only maps, lists and objects are numbered, so it never stands for text or a number.
 */
final class HessianReader extends ValueReader {

    private static final int MAX_CLASSES = 4096;

    private final HessianText strings = new HessianText(this);
    private final Nesting nesting = new Nesting();
    private int[] fields = new int[16];
    private int classes;

    HessianReader(TextCache texts) {
        super(texts);
    }

    @Override
    void begin(ByteBuf frame, int bodyEnd) {
        super.begin(frame, bodyEnd);
        classes = 0;
    }

    @Override
    int next(int at) {
        return skip(at);
    }

    @Override
    int content(int at) {
        return at;
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
        if (first == CLASS) {
            return define(at + 1);
        }
        if (first == END) {
            return close(at);
        }
        nesting.take();
        int size = HessianTable.size(first);
        return size > 0 ? at + size : enter(at, first);
    }

    private int close(int at) {
        if (!nesting.mayClose()) {
            return MALFORMED;
        }
        nesting.close();
        return at + 1;
    }

    /** Passes over a value of no fixed size, or over what stands before the values it is made of. */
    private int enter(int at, int first) {
        return switch (first) {
            case 'S', 'R', 0x30, 0x31, 0x32, 0x33 -> strings.skip(at);
            case BINARY, BINARY_CHUNK -> skipBinaryParts(at);
            case BINARY_SHORT, 0x35, 0x36, 0x37 -> skipShortBinary(at);
            case REFERENCE -> intEnd(at + 1);
            case MAP -> open(skipType(at + 1), Nesting.KEY);
            case MAP_UNTYPED -> open(at + 1, Nesting.KEY);
            case OBJECT -> object(intEnd(at + 1), intAt(at + 1));
            case LIST_OPEN -> open(skipType(at + 1), Nesting.ITEMS);
            case LIST_OPEN_UNTYPED -> open(at + 1, Nesting.ITEMS);
            case LIST -> counted(skipType(at + 1));
            case LIST_UNTYPED -> counted(at + 1);
            default -> enterDirect(at, first);
        };
    }

    private int enterDirect(int at, int first) {
        if (first < 0x20) {
            return strings.skip(at);
        }
        return switch (first >> 3) {
            case OBJECT_DIRECT >> 3, (OBJECT_DIRECT >> 3) + 1 -> object(at + 1, first - OBJECT_DIRECT);
            case LIST_DIRECT >> 3 -> open(skipType(at + 1), first - LIST_DIRECT);
            case LIST_DIRECT_UNTYPED >> 3 -> open(at + 1, first - LIST_DIRECT_UNTYPED);
            default -> MALFORMED;
        };
    }

    /** Opens a level of values; every one of them takes a byte at least, so a count beyond the end is refused at once. */
    private int open(int at, int values) {
        return at >= 0 && values <= end - at && nesting.push(values) ? at : MALFORMED;
    }

    private int counted(int at) {
        int values = at < 0 ? MALFORMED : intAt(at);
        return values < 0 ? MALFORMED : open(intEnd(at), values);
    }

    private int object(int at, int index) {
        return at >= 0 && index >= 0 && index < classes ? open(at, fields[index]) : MALFORMED;
    }

    /** Remembers a class definition; the value it stands before follows. */
    private int define(int at) {
        int count = strings.skip(at);
        int fieldCount = count < 0 ? MALFORMED : intAt(count);
        if (fieldCount < 0 || fieldCount > end - count || classes == MAX_CLASSES) {
            return MALFORMED;
        }
        if (classes == fields.length) {
            fields = Arrays.copyOf(fields, classes * 2);
        }
        fields[classes++] = fieldCount;
        return skipNames(intEnd(count), fieldCount);
    }

    private int skipNames(int from, int count) {
        int at = from;
        for (int i = 0; i < count && at >= 0; i++) {
            at = strings.skip(at);
        }
        return at;
    }

    private int skipType(int at) {
        if (at >= end) {
            return MALFORMED;
        }
        return strings.isString(at) ? strings.skip(at) : intEnd(at);
    }

    private int skipShortBinary(int at) {
        return at + 2 > end ? MALFORMED : plus(at + 2, (byteAt(at) - BINARY_SHORT << 8) + byteAt(at + 1));
    }

    private int skipBinaryParts(int from) {
        int at = from;
        while (at >= 0 && at + 3 <= end && byteAt(at) == BINARY_CHUNK) {
            at = plus(at + 3, buf.getUnsignedShort(at + 1));
        }
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        int first = byteAt(at);
        if (first == BINARY) {
            return at + 3 > end ? MALFORMED : plus(at + 3, buf.getUnsignedShort(at + 1));
        }
        return first >> 4 == 2
                ? plus(at + 1, first - 0x20)
                : first >> 2 == BINARY_SHORT >> 2 ? skipShortBinary(at) : MALFORMED;
    }

    /** The index after an int, or {@link #MALFORMED} if none stands here. */
    private int intEnd(int at) {
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        int first = byteAt(at);
        return HessianScalars.isInt(first) ? plus(at, HessianTable.size(first)) : MALFORMED;
    }

    /** The int here, or {@link #MALFORMED}; no int that is looked for may be negative. */
    private int intAt(int at) {
        return intEnd(at) < 0 ? MALFORMED : HessianScalars.intAt(buf, at);
    }

    @Override
    int text(int at) {
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        return strings.isString(at) ? strings.find(at) : OTHER;
    }

    @Override
    @Nullable String wideText(int at) {
        return strings.decode(at);
    }

    @Override
    @Nullable Object scalar(int at) {
        return at < 0 || at >= end ? null : HessianScalars.scalar(this, at);
    }

    @Override
    int openList(int at) {
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        int first = byteAt(at);
        elements = first >> 4 == LIST_DIRECT >> 4 ? first & 7 : OPEN;
        return switch (first) {
            case LIST_OPEN -> skipType(at + 1);
            case LIST_OPEN_UNTYPED -> at + 1;
            case LIST -> openCounted(skipType(at + 1));
            case LIST_UNTYPED -> openCounted(at + 1);
            default -> elements == OPEN ? OTHER : first < LIST_DIRECT_UNTYPED ? skipType(at + 1) : at + 1;
        };
    }

    private int openCounted(int at) {
        elements = at < 0 ? MALFORMED : intAt(at);
        return elements < 0 ? MALFORMED : intEnd(at);
    }

    @Override
    int openMap(int at) {
        if (at < 0 || at >= end) {
            return MALFORMED;
        }
        int first = byteAt(at);
        return first == MAP ? skipType(at + 1) : first == MAP_UNTYPED ? at + 1 : OTHER;
    }

    @Override
    boolean isNull(int at) {
        return at >= 0 && at < end && byteAt(at) == HessianTable.NULL;
    }

    @Override
    boolean closes(int at) {
        return at < end && byteAt(at) == END;
    }
}
