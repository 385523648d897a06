package io.twinmesh.api.config;

import io.twinmesh.api.Stable;

/**
 * Something wrong with, or noteworthy about, a rule document.
 *
 * @param severity whether the rules can be used in spite of it
 * @param code stable code, as {@code TM0106} or an Istio analyzer code {@code IST0101}
 * @param file where it stands, relative to the rule directory, empty if it is not in one file
 * @param path the place inside the document: {@code VirtualService/trade spec.rpc[0].match[0].args[1].index}
 * @param value what was found
 * @param expected the rule it breaks, or what to do
 */
@Stable(since = "0.1")
public record Problem(Severity severity, String code, String file, String path, String value, String expected) {

    /** Whether the rules can be used in spite of a problem. */
    @Stable(since = "0.1")
    public enum Severity {
        /** The update is refused. */
        ERROR,
        /** Used, but hardly as meant. */
        WARNING,
        /** Asks for something that is not supported; used without it. */
        UNSUPPORTED
    }

    public static Problem error(String code, String file, String path, String value, String expected) {
        return new Problem(Severity.ERROR, code, file, path, value, expected);
    }

    public static Problem warning(String code, String file, String path, String value, String expected) {
        return new Problem(Severity.WARNING, code, file, path, value, expected);
    }

    public static Problem unsupported(String code, String file, String path, String value, String expected) {
        return new Problem(Severity.UNSUPPORTED, code, file, path, value, expected);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file: path: value (expected: rule) [code]}. */
    public String line() {
        String place = file.isEmpty() ? path : file + ": " + path;
        return place + ": " + value + " (expected: " + expected + ") [" + code + "]";
    }
}
