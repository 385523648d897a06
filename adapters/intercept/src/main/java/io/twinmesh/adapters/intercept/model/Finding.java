package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import java.util.Locale;

/**
 * The answer of one check.
 *
 * @param check name of the check, lower case words joined by dashes
 * @param found what was seen
 * @param remedy what to do; empty if there is nothing to do
 */
@Preview(since = "0.2")
public record Finding(String check, Level level, String found, String remedy) {

    /** How bad it is. */
    public enum Level {
        PASS,
        /** It works, but not for everything. */
        WARN,
        /** It does not work. */
        FAIL;

        /** The level as it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding pass(String check, String found) {
        return new Finding(check, Level.PASS, found, "");
    }

    public static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Level.WARN, found, remedy);
    }

    public static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Level.FAIL, found, remedy);
    }
}
