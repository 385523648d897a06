package io.twinmesh.api.config;

import io.twinmesh.api.Stable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of one mesh. Immutable.
 *
 * <p>{@link #fromEnvironment} reads system properties {@code twinmesh.NAME} and environment variables: {@code MESH_BACKEND},
 * {@code MESH_APPLICATION}, {@code MESH_RULES}; further options only as properties. What is set to nothing is not set.
 */
@Stable(since = "0.1")
public final class MeshConfig {

    private static final String PREFIX = "twinmesh.";

    private final String application;
    private final @Nullable String backend;
    private final @Nullable Path rules;
    private final Map<String, String> labels;
    private final Map<String, String> options;

    private MeshConfig(Builder from) {
        this.application = from.application;
        this.backend = from.backend;
        this.rules = from.rules;
        this.labels = Map.copyOf(from.labels);
        this.options = Map.copyOf(from.options);
    }

    /** A mesh for an application, with rules from a directory. */
    public static MeshConfig of(String application, Path rules) {
        return builder(application).rules(rules).build();
    }

    public static Builder builder(String application) {
        return new Builder(application);
    }

    /**
     * What the process was started with.
     *
     * @param application used where neither property nor variable names one
     */
    public static Builder fromEnvironment(String application) {
        String name = setting("application", "MESH_APPLICATION");
        Builder builder = builder(name == null ? application : name);
        String rules = setting("rules", "MESH_RULES");
        if (rules != null) {
            builder.rules(Path.of(rules));
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> builder.option(key.substring(PREFIX.length()), System.getProperty(key)));
        return builder;
    }

    /** A setting that is empty, as a deployment writes one that it does not set, is none. */
    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(PREFIX + property, "");
        String set = value.isBlank() ? System.getenv(variable) : value;
        return set == null || set.isBlank() ? null : set;
    }

    /** The local application: the caller of outbound calls, the name that its Sentinel rule files begin with. */
    public String application() {
        return application;
    }

    /** The backend asked for, or null to let the path, {@code -Dtwinmesh.backend} or {@code MESH_BACKEND} decide. */
    public @Nullable String backend() {
        return backend == null ? setting("backend", "MESH_BACKEND") : backend;
    }

    /** The directory of rule documents, or null. */
    public @Nullable Path rules() {
        return rules;
    }

    /** Labels of the local workload, matched by {@code sourceLabels}. */
    public Map<String, String> labels() {
        return labels;
    }

    /** The value of a further option, or null. */
    public @Nullable String option(String name) {
        return options.get(name);
    }

    /** The value of a further option. */
    public String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /**
     * The value of a whole-number option.
     *
     * @throws MeshConfigurationException if it is not a number from {@code min} to {@code max}
     */
    public int number(String name, int otherwise, int min, int max) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw new MeshConfigurationException(
                "option '" + name + "'", text, "a whole number from " + min + " to " + max);
    }

    /** The same with an option more, or another value for one. */
    public MeshConfig with(String option, String value) {
        Builder builder = builder(application).option(option, value);
        labels.forEach(builder::label);
        options.forEach(builder.options::putIfAbsent);
        builder.backend = backend;
        builder.rules = rules;
        return builder.build();
    }

    /** Collects options. */
    @Stable(since = "0.1")
    public static final class Builder {

        private final String application;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, String> options = new LinkedHashMap<>();
        private @Nullable String backend;
        private @Nullable Path rules;

        Builder(String application) {
            this.application = Objects.requireNonNull(application, "application");
        }

        public Builder backend(String id) {
            backend = id;
            return this;
        }

        public Builder rules(Path directory) {
            rules = directory;
            return this;
        }

        public Builder label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        public MeshConfig build() {
            return new MeshConfig(this);
        }
    }
}
