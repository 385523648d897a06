package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import org.jspecify.annotations.Nullable;

/** A value of a hot parameter between two processes. Values of other types than protocols hand out are not carried. */
final class CarriedValue {

    private static final int WHOLE = 11;
    private static final int TEXT = 12;
    private static final int FRACTION = 13;
    private static final int TRUTH = 14;

    private CarriedValue() {}

    /** Adds a value to a part; false if it is of a type that is not carried. */
    static boolean write(StateWriter part, @Nullable Object value) {
        if (value instanceof Long whole) {
            part.number(WHOLE, whole);
        } else if (value instanceof String text) {
            part.text(TEXT, text);
        } else if (value instanceof Double fraction) {
            part.number(FRACTION, Double.doubleToLongBits(fraction));
        } else if (value instanceof Boolean truth) {
            part.flag(TRUTH, truth);
        } else {
            return false;
        }
        return true;
    }

    /** The value of a part, or null if it has one of a type that is not known here. */
    static @Nullable Object read(StateReader part) {
        if (part.has(WHOLE)) {
            return part.number(WHOLE);
        }
        if (part.has(FRACTION)) {
            return Double.longBitsToDouble(part.number(FRACTION));
        }
        return part.has(TRUTH) ? (Object) part.flag(TRUTH) : part.textOrNull(TEXT);
    }
}
