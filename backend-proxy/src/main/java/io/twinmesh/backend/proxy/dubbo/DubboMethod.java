package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.JavaTypes;
import io.twinmesh.api.MethodKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A method as some bytes at the beginning of a body name it. Immutable. */
final class DubboMethod {

    /** What a body tells nothing of. */
    static final DubboMethod UNKNOWN = new DubboMethod(-1, new byte[0], 0, MethodKey.of("", ""), Form.DIRECT, false);

    /** How a call names its method. */
    enum Form {
        /** By the names at the beginning of the body. */
        DIRECT,
        /** The names are those of a generic call; the method stands in the arguments. */
        GENERIC,
        /** The names and two arguments of a generic call, which together name the method. */
        GENERIC_RESOLVED
    }

    final MethodKey key;
    final Form form;
    final long hash;
    final int length;

    /** Whether the parameter types could be read; without them nobody knows how many arguments there are. */
    final boolean complete;

    private final int serialization;
    private final long[] words;
    private final byte[] rest;
    private final boolean[] scalars;

    DubboMethod(int serialization, byte[] bytes, long hash, MethodKey key, Form form, boolean complete) {
        this.serialization = serialization;
        this.words = words(bytes);
        this.rest = Arrays.copyOfRange(bytes, words.length * 8, bytes.length);
        this.length = bytes.length;
        this.hash = hash;
        this.key = key;
        this.form = form;
        this.complete = complete;
        this.scalars = scalars(key.parameterTypes());
    }

    /** Whether the bytes from an index on name this method. */
    boolean isAt(int serializationId, ByteBuf buf, int at, int end) {
        return serialization == serializationId && length <= end - at && Hashing.same(buf, at, words, rest);
    }

    /** Whether an argument that arrived as text, number or truth value is one. */
    boolean takesScalar(int index) {
        return form != Form.DIRECT || index < scalars.length && scalars[index];
    }

    private static long[] words(byte[] bytes) {
        long[] words = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).asLongBuffer().get(words);
        return words;
    }

    private static boolean[] scalars(List<String> types) {
        boolean[] scalars = new boolean[types.size()];
        for (int i = 0; i < scalars.length; i++) {
            scalars[i] = JavaTypes.mayBeScalar(types.get(i));
        }
        return scalars;
    }
}
