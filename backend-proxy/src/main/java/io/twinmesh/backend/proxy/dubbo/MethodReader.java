package io.twinmesh.backend.proxy.dubbo;

import static io.twinmesh.backend.proxy.dubbo.DubboMethod.Form.DIRECT;
import static io.twinmesh.backend.proxy.dubbo.DubboMethod.Form.GENERIC;
import static io.twinmesh.backend.proxy.dubbo.DubboMethod.Form.GENERIC_RESOLVED;

import io.netty.buffer.ByteBufUtil;
import io.twinmesh.api.JavaTypes;
import io.twinmesh.api.MethodKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which method a body calls: protocol version, path, version, method and descriptor; in a generic call also the two arguments that name
 * the method. Threading: one thread.
 *
 * <p>Source: {@code apache/dubbo} DubboCodec, GenericFilter.
 */
final class MethodReader {

    private static final String GENERIC_DESCRIPTOR = "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;";
    private static final int NAMES = 5;

    /** Bytes of names that are read: more than a method with the most parameters has, and no more than a peer may have us keep. */
    static final int MAX_NAMES_LENGTH = 16_384;

    private static final int MAX_PARAMETERS = 255;

    private final MethodTable table;
    private DubboMethod last = DubboMethod.UNKNOWN;
    private int excess;

    MethodReader(MethodTable table) {
        this.table = table;
    }

    /**
     * The method a body calls. Its form is {@code GENERIC} if the arguments of a generic call do not tell the method, and it is
     * {@link DubboMethod#UNKNOWN} if the names cannot be read.
     */
    DubboMethod read(ValueReader in, int serialization, int start) {
        excess = 0;
        if (last.isAt(serialization, in.buf, start, in.end)) {
            return last;
        }
        DubboMethod named = named(in, serialization, start);
        if (named.form == GENERIC) {
            named = carried(in, serialization, start, named);
        }
        last = named.form == GENERIC ? DubboMethod.UNKNOWN : named;
        return named;
    }

    /** Bytes of the names of the body read last if they are more than {@value #MAX_NAMES_LENGTH}, else 0. */
    int excess() {
        return excess;
    }

    private boolean fits(int length) {
        excess = length > MAX_NAMES_LENGTH ? length : 0;
        return excess == 0;
    }

    private DubboMethod named(ValueReader in, int serialization, int start) {
        int at = start;
        for (int i = 0; i < NAMES && at >= 0; i++) {
            at = nameEnd(in, at);
        }
        if (at < 0 || !fits(at - start)) {
            return DubboMethod.UNKNOWN;
        }
        long hash = Hashing.hash(in.buf, start, at - start);
        DubboMethod known = table.find(serialization, in.buf, start, at - start, hash);
        return known != null ? known : addNamed(in, serialization, start, at, hash);
    }

    /** Passes over a string or null. */
    private static int nameEnd(ValueReader in, int at) {
        int content = in.content(at);
        int stop = in.next(at);
        return content >= 0 && stop >= 0 && (in.isNull(content) || in.text(content) >= 0)
                ? stop
                : ValueReader.MALFORMED;
    }

    private DubboMethod addNamed(ValueReader in, int serialization, int start, int stop, long hash) {
        int path = in.next(start);
        int version = in.next(path);
        int method = in.next(version);
        int descriptor = in.next(method);
        List<String> types = JavaTypes.ofDescriptor(name(in, descriptor));
        MethodKey key = MethodKey.of(
                name(in, path), version(name(in, version)), name(in, method), types == null ? List.of() : types);
        DubboMethod.Form form = isGeneric(name(in, method), name(in, descriptor)) ? GENERIC : DIRECT;
        return add(new DubboMethod(
                serialization, ByteBufUtil.getBytes(in.buf, start, stop - start), hash, key, form, types != null));
    }

    private static String name(ValueReader in, int at) {
        String name = in.textAt(in.content(at));
        return name == null ? "" : name;
    }

    private static String version(String version) {
        return version.equals("0.0.0") ? "" : version;
    }

    private static boolean isGeneric(String method, String descriptor) {
        return (method.equals("$invoke") || method.equals("$invokeAsync")) && descriptor.equals(GENERIC_DESCRIPTOR);
    }

    /** The method that a generic call carries. */
    private DubboMethod carried(ValueReader in, int serialization, int start, DubboMethod call) {
        int method = start + call.length;
        int types = in.next(method);
        int stop = types < 0 ? ValueReader.MALFORMED : in.next(types);
        if (stop < 0 || !fits(stop - start)) {
            return call;
        }
        long hash = Hashing.hash(in.buf, start, stop - start);
        DubboMethod known = table.find(serialization, in.buf, start, stop - start, hash);
        return known != null ? known : addCarried(in, serialization, start, stop, hash, call);
    }

    private DubboMethod addCarried(
            ValueReader in, int serialization, int start, int stop, long hash, DubboMethod call) {
        int method = start + call.length;
        String name = in.textAt(in.content(method));
        List<String> types = typeNames(in, in.content(in.next(method)));
        in.begin(in.buf, in.end); // arguments that are no names may have defined classes
        if (name == null || types == null) {
            return call;
        }
        MethodKey key = MethodKey.of(call.key.service(), call.key.version(), name, types);
        return add(new DubboMethod(
                serialization, ByteBufUtil.getBytes(in.buf, start, stop - start), hash, key, GENERIC_RESOLVED, true));
    }

    /** Java names of the types listed, none for null, or null if it is no list of names. */
    private static @Nullable List<String> typeNames(ValueReader in, int list) {
        if (in.isNull(list)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        int at = in.openList(list);
        while (at >= 0 && (in.elements == ValueReader.OPEN ? !in.closes(at) : names.size() < in.elements)) {
            String name = in.textAt(at);
            if (name == null || names.size() == MAX_PARAMETERS) {
                return null;
            }
            names.add(JavaTypes.javaName(name));
            at = in.skip(at);
        }
        return at < 0 ? null : names;
    }

    private DubboMethod add(DubboMethod method) {
        table.add(method);
        return method;
    }
}
