package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.Internal;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A request frame as policy sees it, read where it lies and only as far as asked. Reused: {@link #wrap} sets it on the next frame.
 *
 * <p>A generic call is seen as the call that it carries: its method, its parameter types, its arguments.
 *
 * <p>Lifecycle: valid from {@code wrap} on for as long as the buffer is not changed or released; {@link #clear} lets the buffer go. Threading:
 * one thread. Nothing throws for what a frame contains: what cannot be read is absent, and {@link #malformed} or {@link #unreadable} tell it.
 */
@Internal(since = "0.1")
public final class DubboRequest implements RpcRequest {

    /** The flaw of a body with something in it that cannot be read. */
    static final String NO_VALUES = "the body ends early or is none of its serialization";

    private final MethodReader methods;
    private final ValueReader hessian2;
    private final ValueReader fastjson2;
    private final ArgumentIndex arguments = new ArgumentIndex();
    private final AttachmentIndex attachments = new AttachmentIndex();
    private int port;
    private @Nullable Endpoint passesTo;

    private ByteBuf frame = Unpooled.EMPTY_BUFFER;
    private int offset;
    private int serialization;
    private @Nullable ValueReader in;
    private @Nullable DubboMethod method;
    private boolean argumentsFound;
    private boolean attachmentsRead;
    private boolean malformed;
    private int excess;
    private RequestDepth deepest = RequestDepth.HEADER;

    /** A view for requests of no particular port. */
    public DubboRequest(MethodTable table) {
        this(table, 0);
    }

    /**
     * A view on no request yet.
     *
     * @param table the methods known to the backend
     * @param port the port its requests come in on
     */
    public DubboRequest(MethodTable table, int port) {
        TextCache texts = new TextCache();
        this.methods = new MethodReader(table);
        this.hessian2 = new HessianReader(texts);
        this.fastjson2 = new JsonbReader(texts);
        this.port = port;
    }

    /** The port the next requests were meant for. */
    public void port(int number) {
        port = number;
    }

    /** Where the next requests go if no route is for them, or null. */
    public void passesTo(@Nullable Endpoint endpoint) {
        passesTo = endpoint;
    }

    /**
     * Sets the view on a whole request frame that is no event.
     *
     * @param buf holds the frame; neither retained nor released, its indexes are not moved
     * @param at index of the frame's first byte
     * @param length of the frame, header included
     */
    public void wrap(ByteBuf buf, int at, int length) {
        frame = buf;
        offset = at;
        serialization = DubboFrame.serialization(buf, at);
        in = reader(serialization);
        if (in != null) {
            in.begin(buf, at + length);
        }
        reset();
    }

    /** Lets the frame go. */
    public void clear() {
        frame = Unpooled.EMPTY_BUFFER;
        hessian2.begin(frame, 0);
        fastjson2.begin(frame, 0);
        in = null;
        reset();
    }

    private void reset() {
        method = null;
        argumentsFound = false;
        attachmentsRead = false;
        malformed = false;
        excess = 0;
        deepest = RequestDepth.HEADER;
        attachments.clear();
    }

    private @Nullable ValueReader reader(int id) {
        return id == DubboFrame.HESSIAN2 ? hessian2 : id == DubboFrame.FASTJSON2 ? fastjson2 : null;
    }

    /** Whether the body's serialization is one this view does not read; then service and method are empty. */
    public boolean unreadable() {
        return in == null;
    }

    /** Whether something that was asked for could not be read. */
    public boolean malformed() {
        return malformed;
    }

    /** What is wrong with a request that is malformed. */
    public String flaw() {
        return excess == 0
                ? NO_VALUES
                : "names: " + excess + " bytes (expected: at most " + MethodReader.MAX_NAMES_LENGTH + ")";
    }

    /** Reads the request down to a depth; false if it cannot be read so far. */
    public boolean readable(RequestDepth depth) {
        if (depth != RequestDepth.HEADER) {
            method();
        }
        if (depth == RequestDepth.ARGUMENTS) {
            passArguments();
        }
        if (depth == RequestDepth.ATTACHMENTS) {
            readAttachments();
        }
        return !malformed && (in != null || depth == RequestDepth.HEADER);
    }

    /** How deep the frame has been read so far. */
    public RequestDepth deepestDecoded() {
        return deepest;
    }

    @Override
    public MethodKey key() {
        return method().key;
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
    public @Nullable String attachment(String name) {
        readAttachments();
        return in == null ? null : attachments.text(in, name);
    }

    @Override
    public @Nullable Object argument(int index) {
        DubboMethod called = method();
        if (in == null || !findArguments(called)) {
            return null;
        }
        deepest = deepest.and(RequestDepth.ARGUMENTS);
        int at = arguments.locate(in, index);
        malformed |= at == ValueReader.MALFORMED;
        return at < 0 ? null : normal(in, called, index, at);
    }

    private @Nullable Object normal(ValueReader from, DubboMethod called, int index, int at) {
        Object value = from.scalar(at);
        if (value == null) {
            malformed |= !from.isNull(at);
            return null;
        }
        return called.takesScalar(index) ? value : OPAQUE;
    }

    private DubboMethod method() {
        DubboMethod known = method;
        if (known == null) {
            known = in == null ? DubboMethod.UNKNOWN : methods.read(in, serialization, body());
            method = known;
            deepest = deepest.and(RequestDepth.NAMES);
            excess = in == null ? 0 : methods.excess();
            malformed |= in != null && (!known.complete || known.form == DubboMethod.Form.GENERIC);
        }
        return known;
    }

    private int body() {
        return offset + DubboFrame.HEADER_LENGTH;
    }

    /** Finds out where the arguments begin; false if that cannot be known. */
    private boolean findArguments(DubboMethod called) {
        if (in == null || !called.complete) {
            return false;
        }
        if (!argumentsFound) {
            argumentsFound = true;
            int at = body() + called.length;
            if (called.form == DubboMethod.Form.GENERIC_RESOLVED) {
                arguments.beginList(in, at, serialization == DubboFrame.FASTJSON2);
            } else {
                arguments.begin(at, called.key.parameterTypes().size());
            }
        }
        return true;
    }

    /** The index after the arguments, or a negative number. */
    private int passArguments() {
        DubboMethod called = method();
        if (in == null || !findArguments(called)) {
            return ValueReader.MALFORMED;
        }
        deepest = deepest.and(RequestDepth.ARGUMENTS);
        int at = arguments.end(in);
        malformed |= at < 0;
        return at;
    }

    private void readAttachments() {
        if (!attachmentsRead) {
            attachmentsRead = true;
            int at = passArguments();
            deepest = RequestDepth.ATTACHMENTS;
            if (in != null && at >= 0) {
                malformed |= !attachments.read(in, in.content(at));
            }
        }
    }
}
