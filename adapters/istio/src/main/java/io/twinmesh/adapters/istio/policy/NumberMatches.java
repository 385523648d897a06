package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads matches on whole numbers: {@code {ranges: ["0~99", "200"], mod: 1000}}. */
final class NumberMatches {

    private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,19})(?:~(-?[0-9]{1,19}))?");
    private static final String RULE = "a whole number, or two joined by ~, the lower first";

    private NumberMatches() {}

    static @Nullable NumberMatch read(Fields fields) {
        List<Range> ranges = new ArrayList<>();
        List<String> texts = fields.words("ranges");
        for (String text : texts) {
            Range range = range(text);
            if (range == null) {
                fields.report(ProblemCode.BAD_RANGE, "ranges", "'" + text + "'", RULE);
            } else {
                ranges.add(range);
            }
        }
        Long mod = fields.number("mod", 1, Long.MAX_VALUE);
        if (texts.isEmpty()) {
            fields.report(ProblemCode.SCHEMA, "ranges", "no range", "at least one");
        }
        warn(fields, ranges, mod);
        return ranges.isEmpty() ? null : new NumberMatch(ranges, mod == null ? 0 : mod);
    }

    private static void warn(Fields fields, List<Range> ranges, @Nullable Long mod) {
        if (mod == null) {
            return;
        }
        for (Range range : ranges) {
            if (range.to() < 0 || range.from() >= mod) {
                String value = range.from() + "~" + range.to();
                fields.report(ProblemCode.NEVER_MATCHES, "ranges", value, "remainders from 0 to " + (mod - 1));
            }
        }
    }

    private static @Nullable Range range(String text) {
        Matcher matcher = RANGE.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        try {
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            return from <= to ? new Range(from, to) : null;
        } catch (NumberFormatException e) {
            return null; // more than a long holds
        }
    }
}
