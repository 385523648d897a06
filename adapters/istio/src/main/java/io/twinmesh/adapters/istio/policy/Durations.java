package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Istio writes them: {@code 30s}, {@code 1.5s}, {@code 500ms}, {@code 1h30m}. */
final class Durations {

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(\\.[0-9]{1,9})?(h|ms|m|s)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s)");

    /** A hundred years: sums and products with it stay numbers of 64 bits in nanoseconds. */
    private static final long LONGEST_MILLIS = 876_000L * 3_600_000;

    private Durations() {}

    static Duration read(Fields fields, String name, Duration otherwise) {
        String text = fields.text(name);
        if (text == null) {
            return otherwise;
        }
        Duration duration = parse(text);
        if (duration == null) {
            fields.report(
                    ProblemCode.SCHEMA, name, "'" + text + "'", "a duration of 1ms to 876000h: 30s, 500ms, 1h30m");
            return otherwise;
        }
        return duration;
    }

    private static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        BigDecimal millis = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(millis(part.group(2)))));
        }
        long whole = millis.longValue();
        return whole < 1 || whole > LONGEST_MILLIS ? null : Duration.ofMillis(whole);
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
        };
    }
}
