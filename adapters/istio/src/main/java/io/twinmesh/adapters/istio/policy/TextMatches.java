package io.twinmesh.adapters.istio.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.StringMatch.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads matches on text. */
final class TextMatches {

    private static final int LONGEST_REGEX = 1_024;
    private static final int LARGEST_REGEX = 10_000;
    private static final String[] RPC = {"exact", "prefix", "suffix", "regex", "present"};
    private static final String[] HTTP = {"exact", "prefix", "regex"};

    private TextMatches() {}

    /** {@code exact | prefix | suffix | regex | present}, as in {@code rpc}. */
    static @Nullable StringMatch rpc(Fields fields) {
        return read(fields, false, RPC);
    }

    /** {@code exact | prefix | regex}, as Istio has it. */
    static @Nullable StringMatch http(Fields fields) {
        return read(fields, false, HTTP);
    }

    /** The same for paths, where case may be told to be of no matter. */
    static @Nullable StringMatch uri(Fields fields, boolean ignoreCase) {
        return read(fields, ignoreCase, HTTP);
    }

    /** The same for headers, where nothing at all, or the expression {@code *}, asks for no more than that the header is there. */
    static @Nullable StringMatch header(Fields fields) {
        fields.ignored(HTTP);
        boolean present = fields.isEmpty() || "*".equals(peek(fields));
        return present ? StringMatch.present() : http(fields);
    }

    private static @Nullable String peek(Fields fields) {
        return fields.has("regex") ? fields.text("regex") : null;
    }

    private static @Nullable StringMatch read(Fields fields, boolean ignoreCase, String... kinds) {
        String kind = fields.only(kinds);
        if (kind == null) {
            return null;
        }
        if (kind.equals("present")) {
            return present(fields);
        }
        String value = fields.text(kind);
        if (value == null || kind.equals("regex") && !isRegex(fields, value)) {
            return null;
        }
        return new StringMatch(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), value, ignoreCase && !kind.equals("regex"));
    }

    private static @Nullable StringMatch present(Fields fields) {
        Boolean present = fields.flag("present");
        if (Boolean.FALSE.equals(present)) {
            String rule = "true; what must be absent belongs into withoutAttachments";
            fields.report(ProblemCode.SCHEMA, "present", "false", rule);
        }
        return Boolean.TRUE.equals(present) ? StringMatch.present() : null;
    }

    private static boolean isRegex(Fields fields, String regex) {
        String rule = "an RE2 expression of at most " + LONGEST_REGEX + " characters that matches the whole value";
        String wrong = wrong(regex);
        if (wrong != null) {
            fields.report(ProblemCode.BAD_REGEX, "regex", wrong, rule);
        }
        return wrong == null;
    }

    private static @Nullable String wrong(String regex) {
        if (regex.length() > LONGEST_REGEX || regex.isEmpty()) {
            return regex.length() + " characters";
        }
        if (RegexSize.of(regex) > LARGEST_REGEX) {
            return "'" + regex + "': more than " + LARGEST_REGEX + " steps with its repetitions written out";
        }
        try {
            Pattern compiled = Pattern.compile(regex);
            return compiled.pattern().equals(regex) ? null : regex;
        } catch (PatternSyntaxException e) {
            return "'" + regex + "': " + e.getDescription();
        }
    }
}
