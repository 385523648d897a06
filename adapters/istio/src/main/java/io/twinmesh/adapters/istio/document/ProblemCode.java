package io.twinmesh.adapters.istio.document;

import io.twinmesh.api.Internal;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.config.Problem.Severity;

/** Every code that a problem of a rule directory can have. Codes stay what they are; Istio's analyzer codes are kept where they fit. */
@Internal(since = "0.1")
public enum ProblemCode {
    MISSING_REFERENCE("IST0101", Severity.ERROR, "a route goes to a host, port or subset that no document declares"),
    SCHEMA("IST0106", Severity.ERROR, "a field is missing, has the wrong type or is out of its range"),
    CONFLICTING_HOSTS("IST0109", Severity.ERROR, "two VirtualServices are for the same host"),
    PORT_NAME("IST0118", Severity.WARNING, "neither protocol nor name of a port says what is spoken on it"),
    UNREACHABLE_RULE("IST0130", Severity.WARNING, "a route that an earlier route always wins over"),
    INEFFECTIVE_MATCH("IST0131", Severity.WARNING, "an entry of match that an earlier route has already taken"),
    EMPTY_SUBSET("IST0173", Severity.WARNING, "a subset whose labels select no endpoint"),
    UNKNOWN_HOST("IST0174", Severity.WARNING, "a DestinationRule for a host that no ServiceEntry declares"),
    UNKNOWN_FIELD("TM0101", Severity.ERROR, "a field, kind or attribute that does not exist: a typing error"),
    UNSUPPORTED("TM0102", Severity.UNSUPPORTED, "known to Istio but not supported; the document is used without it"),
    NEEDS_UNSUPPORTED("TM0103", Severity.ERROR, "not supported, and the document means something else without it"),
    FOREIGN_DOCUMENT("TM0104", Severity.UNSUPPORTED, "a document of another kind; left out"),
    DUBBO_MESH_RULE("TM0105", Severity.ERROR, "Dubbo's own mesh rule, where match means something else"),
    DUPLICATE_NAME("TM0106", Severity.ERROR, "a name that was given before"),
    DUPLICATE_RULE("TM0107", Severity.ERROR, "a host that another document of the same kind is already for"),
    BAD_REGEX("TM0108", Severity.ERROR, "not a regular expression in RE2 syntax"),
    BAD_RANGE("TM0109", Severity.ERROR, "not a range of whole numbers"),
    SYNTAX("TM0110", Severity.ERROR, "the file is not YAML 1.2 in UTF-8"),
    LIMIT("TM0111", Severity.ERROR, "larger, deeper or more numerous than is read"),
    UNREADABLE("TM0112", Severity.ERROR, "a file or the directory cannot be read"),
    NO_DOCUMENTS("TM0113", Severity.ERROR, "the directory holds no rules at all"),
    UNKNOWN_FILE("TM0114", Severity.WARNING, "a file or directory whose name says nothing about its content; not read"),
    WEIGHT("TM0115", Severity.WARNING, "a weight that counts otherwise than it looks"),
    NO_ENDPOINTS("TM0116", Severity.WARNING, "a ServiceEntry without endpoints"),
    MORE_PROBLEMS("TM0117", Severity.WARNING, "further problems of the same sort, counted but not listed"),
    NEVER_MATCHES("TM0118", Severity.WARNING, "a condition that no value satisfies"),
    AMBIGUOUS_PORT("TM0119", Severity.ERROR, "a destination without a port, of a service that has several"),
    UNKNOWN_VERSION("TM0120", Severity.ERROR, "an API version of Istio's that does not exist");

    private final String code;
    private final Severity severity;
    private final String meaning;

    ProblemCode(String code, Severity severity, String meaning) {
        this.code = code;
        this.severity = severity;
        this.meaning = meaning;
    }

    public String code() {
        return code;
    }

    public Severity severity() {
        return severity;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** A problem of this sort. */
    public Problem at(Place place, String value, String expected) {
        return new Problem(severity, code, place.file(), place.text(), value, expected);
    }
}
