package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request held in memory. Immutable. */
@Stable(since = "0.1")
public final class SimpleRequest implements RpcRequest {

    private final MethodKey key;
    private final Protocol protocol;
    private final Map<String, String> attachments;
    private final @Nullable Object[] arguments;
    private final int port;
    private final @Nullable Endpoint passesTo;

    private SimpleRequest(Builder from) {
        this.key = from.key;
        this.protocol = from.protocol;
        this.attachments = Map.copyOf(from.attachments);
        this.arguments = from.arguments.toArray();
        this.port = from.port;
        this.passesTo = from.passesTo;
    }

    /**
     * The normal form of an argument value, see {@link RpcRequest}.
     *
     * @param value any object of the application, or null
     */
    public static @Nullable Object normal(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        if (value instanceof Float number) {
            return Double.valueOf(number.toString());
        }
        return value instanceof Character ? value.toString() : OPAQUE;
    }

    /**
     * The normal form of an argument that is written as text, as on a command line.
     *
     * @param type the Java name of the parameter's type; one that is no text, truth value or number gives {@link RpcRequest#OPAQUE}
     * @throws IllegalArgumentException if the text is none of the type
     */
    public static Object written(String text, String type) {
        try {
            return switch (type) {
                case "java.lang.String", "char", "java.lang.Character" -> text;
                case "byte", "short", "int", "java.lang.Byte", "java.lang.Short", "java.lang.Integer" ->
                    Integer.valueOf(text);
                case "long", "java.lang.Long" -> Long.valueOf(text);
                case "float", "double", "java.lang.Float", "java.lang.Double" -> Double.valueOf(text);
                case "boolean", "java.lang.Boolean" -> truth(text);
                default -> OPAQUE;
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " (expected: a " + type + ")", e);
        }
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    @Override
    public MethodKey key() {
        return key;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public @Nullable String attachment(String name) {
        return attachments.get(name);
    }

    @Override
    public @Nullable Object argument(int index) {
        return index >= 0 && index < arguments.length ? arguments[index] : null;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public @Nullable Endpoint passesTo() {
        return passesTo;
    }

    @Override
    public String toString() {
        return key + " " + attachments;
    }

    /** Collects what a request carries. */
    @Stable(since = "0.1")
    public static final class Builder {

        private final MethodKey key;
        private final Map<String, String> attachments = new LinkedHashMap<>();
        private final List<@Nullable Object> arguments = new ArrayList<>();
        private Protocol protocol = Protocol.RPC;
        private int port;
        private @Nullable Endpoint passesTo;

        Builder(MethodKey key) {
            this.key = key;
        }

        /** Adds the next argument. */
        public Builder argument(@Nullable Object value) {
            arguments.add(normal(value));
            return this;
        }

        /** Sets an attachment (a header, for HTTP). */
        public Builder attachment(String name, String value) {
            attachments.put(name, value);
            return this;
        }

        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets where the call goes if no route is for it; null: nowhere. */
        public Builder passesTo(@Nullable Endpoint value) {
            passesTo = value;
            return this;
        }

        public SimpleRequest build() {
            return new SimpleRequest(this);
        }
    }
}
