package io.twinmesh.backend.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A Dubbo frame as plain bytes, made and read without the code under test. */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
record Frame(int flags, int status, long id, byte[] body) {

    static final int HESSIAN2 = 2;

    /** A two-way call of a method with one text argument. */
    static Frame call(long id, String service, String method, String argument) {
        return new Frame(0xc0 | HESSIAN2, 0, id, callBody(service, method, argument));
    }

    static Frame call(long id, String method) {
        return call(id, "demo.Hello", method, "x");
    }

    /** A two-way call whose caller says how long it waits. */
    static Frame patientCall(long id, String method, String timeout) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        names(body, "demo.Hello", method, "");
        body.write('H');
        text(body, "timeout");
        text(body, timeout);
        body.write('Z');
        return new Frame(0xc0 | HESSIAN2, 0, id, body.toByteArray());
    }

    static Frame oneWay(long id, String method) {
        return new Frame(0x80 | HESSIAN2, 0, id, callBody("demo.Hello", method, "x"));
    }

    /** A two-way call with an argument of so many bytes. */
    static Frame bigCall(long id, int size) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        names(body, "demo.Hello", "big", "[B");
        int left = size;
        while (left > 0xffff) {
            bytes(body, 'A', 0xffff);
            left -= 0xffff;
        }
        bytes(body, 'B', left);
        body.writeBytes(new byte[] {'H', 'Z'});
        return new Frame(0xc0 | HESSIAN2, 0, id, body.toByteArray());
    }

    private static void bytes(ByteArrayOutputStream out, int code, int count) {
        out.write(code);
        out.write(count >> 8);
        out.write(count);
        byte[] content = new byte[count];
        Arrays.fill(content, (byte) count);
        out.writeBytes(content);
    }

    private static byte[] callBody(String service, String method, String argument) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        names(body, service, method, "Ljava/lang/String;");
        text(body, argument);
        body.writeBytes(new byte[] {'H', 'Z'});
        return body.toByteArray();
    }

    private static void names(ByteArrayOutputStream out, String service, String method, String types) {
        text(out, "2.0.2");
        text(out, service);
        text(out, "0.0.0");
        text(out, method);
        text(out, types);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write('S');
        out.write(text.length() >> 8);
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Frame heartbeat(long id) {
        return new Frame(0xe0 | HESSIAN2, 0, id, new byte[] {'N'});
    }

    static Frame event(char letter) {
        return new Frame(0xa0 | HESSIAN2, 0, 0, new byte[] {1, (byte) letter});
    }

    /** The reply of a provider: a value. */
    static Frame ok(long id, String value) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0x91);
        text(body, value);
        return new Frame(HESSIAN2, 20, id, body.toByteArray());
    }

    Frame withId(long other) {
        return new Frame(flags, status, other, body);
    }

    boolean isRequest() {
        return (flags & 0x80) != 0;
    }

    boolean isTwoWay() {
        return (flags & 0x40) != 0;
    }

    boolean isEvent() {
        return (flags & 0x20) != 0;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(16 + body.length)
                .putShort((short) 0xdabb)
                .put((byte) flags)
                .put((byte) status)
                .putLong(id)
                .putInt(body.length)
                .put(body)
                .array();
    }

    static Frame read(DataInputStream in) throws IOException {
        int magic = in.readUnsignedShort();
        if (magic != 0xdabb) {
            throw new IOException("magic " + Integer.toHexString(magic));
        }
        int flags = in.readUnsignedByte();
        int status = in.readUnsignedByte();
        long id = in.readLong();
        return new Frame(flags, status, id, in.readNBytes(in.readInt()));
    }

    /** Everything printable in the body. */
    String text() {
        return new String(body, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "");
    }

    /** The text that a response made by {@link #ok} carries, or whatever else is printable. */
    String said() {
        return status == 20 && !isEvent() ? text().substring(1) : text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && Arrays.equals(bytes(), frame.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return String.format(
                "%02x %d id=%d %d bytes %s", flags, status, id, body.length, body.length < 300 ? text() : "");
    }
}
