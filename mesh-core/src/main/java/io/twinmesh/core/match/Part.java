package io.twinmesh.core.match;

import io.twinmesh.api.Internal;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.Subject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One part of a request, and how it is read. */
@Internal(since = "0.1")
public record Part(Subject subject, String key, int index) {

    public static Part of(Condition condition) {
        return new Part(condition.subject(), condition.key(), condition.index());
    }

    public static Part of(HashKey key) {
        return new Part(key.subject(), key.key(), key.index());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Part part && subject == part.subject && key.equals(part.key) && index == part.index;
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, key, index);
    }

    /** Its value in normal form, or null if it is absent. */
    public @Nullable Object read(RpcRequest request, Identity self) {
        return switch (subject) {
            case ATTACHMENT -> request.attachment(key);
            case ARGUMENT -> request.argument(index);
            case HEADER -> request.header(key);
            case CALLER -> caller(request, self);
            case GROUP -> request.group();
            case PATH -> Uri.path(request.header(":path"));
            case QUERY -> Uri.parameter(request.header(":path"), key);
            case PORT -> request.port();
            case METHOD, VERSION, SOURCE_LABEL, ARGUMENT_COUNT, PARAMETER_TYPE -> readFixed(request.key(), self);
        };
    }

    /** The value of a part that is the same for every call of a method, see {@link #isFixed}. */
    public @Nullable Object readFixed(MethodKey method, Identity self) {
        return switch (subject) {
            case METHOD -> method.method();
            case VERSION -> method.version();
            case SOURCE_LABEL -> self.labels().get(key);
            case ARGUMENT_COUNT -> method.parameterTypes().size();
            case PARAMETER_TYPE -> at(method.parameterTypes(), index);
            default -> throw new IllegalStateException(subject + " differs from call to call");
        };
    }

    /** Whether it is the same for every call of a method. */
    public boolean isFixed() {
        return switch (subject) {
            case METHOD, VERSION, SOURCE_LABEL, ARGUMENT_COUNT, PARAMETER_TYPE -> true;
            default -> false;
        };
    }

    /** How deep a request has to be decoded to read it. */
    public RequestDepth depth() {
        return switch (subject) {
            case METHOD, VERSION, SOURCE_LABEL, ARGUMENT_COUNT, PARAMETER_TYPE, PORT -> RequestDepth.NAMES;
            case ARGUMENT -> RequestDepth.ARGUMENTS;
            default -> RequestDepth.ATTACHMENTS;
        };
    }

    /** The calling application: as the request names it, else the local one. */
    public static String caller(RpcRequest request, Identity self) {
        String named = request.caller();
        return named == null ? self.application() : named;
    }

    private static @Nullable String at(List<String> list, int index) {
        return index >= 0 && index < list.size() ? list.get(index) : null;
    }
}
