package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one rule, read with their defaults. What is wrong is told with its path and remembered; what is not asked for is
 * ignored. As Sentinel's data sources do, it takes a number written as text, and null for the default.
 *
 * <p>Threads: one.
 */
final class RuleFields {

    private final String file;
    private final String path;
    private final Map<String, @Nullable Object> fields;
    private final Consumer<Problem> problems;
    private boolean broken;

    RuleFields(String file, String path, Map<String, @Nullable Object> fields, Consumer<Problem> problems) {
        this.file = file;
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    /** Whether an error was found. */
    boolean broken() {
        return broken;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    double number(String name, double otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        Double number = number(value);
        return number == null ? wrongType(name, value, "a number", otherwise) : number;
    }

    private static @Nullable Double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text ? Double.valueOf(text.trim()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    int whole(String name, int otherwise) {
        return (int) whole(name, otherwise, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long wholeLong(String name, long otherwise) {
        return whole(name, otherwise, -(1L << 53), 1L << 53);
    }

    private long whole(String name, long otherwise, long min, long max) {
        double number = number(name, (double) otherwise);
        if (number != Math.rint(number) || number < min || number > max) {
            return wrongType(name, number, "a whole number from " + min + " to " + max, otherwise);
        }
        return (long) number;
    }

    boolean flag(String name, boolean otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        String word = show(value);
        boolean yes = word.equalsIgnoreCase("true") || word.equals("1");
        boolean no = word.equalsIgnoreCase("false") || word.equals("0");
        return yes || no ? yes : wrongType(name, value, "true or false", otherwise);
    }

    @Nullable String text(String name) {
        Object value = fields.get(name);
        if (value instanceof Map || value instanceof List) {
            return wrongType(name, value, "text", "");
        }
        if (value instanceof String text) {
            return text;
        }
        return value == null ? null : show(value);
    }

    boolean isObject(String name) {
        return fields.get(name) instanceof Map;
    }

    /** The object in a field, or null if there is none. */
    @Nullable RuleFields object(String name) {
        Object value = fields.get(name);
        return value == null ? null : inside(value, "." + name);
    }

    /** The objects of a list; empty if there is none. */
    List<RuleFields> objects(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> values)) {
            return wrongType(name, value, "a list", List.of());
        }
        RuleFields[] all = new RuleFields[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = inside(values.get(i), "." + name + "[" + i + "]");
        }
        return List.of(all);
    }

    @SuppressWarnings("unchecked")
    private RuleFields inside(@Nullable Object value, String step) {
        if (value instanceof Map) {
            return new RuleFields(file, path + step, (Map<String, @Nullable Object>) value, this::tell);
        }
        tell(Problem.error(Codes.WRONG_TYPE, file, path + step, show(value), "an object"));
        return new RuleFields(file, path + step, Map.of(), this::tell);
    }

    /** Tells an error in a field unless the condition holds. */
    void require(boolean holds, String name, String expected) {
        if (!holds) {
            tell(Problem.error(Codes.INVALID, file, path + "." + name, show(fields.get(name)), expected));
        }
    }

    /** Tells that a field, valid for Sentinel, leaves the rule without the effect it seems to have. */
    void warnUnless(boolean holds, String name, String expected) {
        if (!holds) {
            tell(Problem.warning(Codes.NO_EFFECT, file, path + "." + name, show(fields.get(name)), expected));
        }
    }

    /** Tells that a field asks for what is not supported. */
    void unsupported(String name, String expected) {
        tell(Problem.unsupported(Codes.CLUSTER, file, path + "." + name, show(fields.get(name)), expected));
    }

    /** Checks resource and expression, which every rule but a system rule has. */
    void requireResource() {
        String resource = text("resource");
        require(resource != null && !resource.isBlank(), "resource", "the name of a resource");
        if (resource == null || !flag("regex", false)) {
            return;
        }
        try {
            Pattern.compile(resource);
        } catch (PatternSyntaxException e) {
            require(false, "resource", "a regular expression of Java: " + e.getDescription());
        }
    }

    private <T> T wrongType(String name, Object value, String expected, T otherwise) {
        tell(Problem.error(Codes.WRONG_TYPE, file, path + "." + name, show(value), expected));
        return otherwise;
    }

    private void tell(Problem problem) {
        broken |= problem.isError();
        problems.accept(problem);
    }

    /** A value as the document has it. */
    static String show(@Nullable Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            return Long.toString(number.longValue());
        }
        if (value instanceof String text) {
            return text.isEmpty() ? "''" : text;
        }
        return value == null ? "(none)" : value.toString();
    }
}
