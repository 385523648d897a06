package io.twinmesh.adapters.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Dubbo clients that send every request in two parts with a pause between them, so that at any moment most of their connections have half a
 * frame on the way. Each waits for its answer before it goes on. Threading: a thread for each connection.
 */
final class HalfFrames implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;
    private static final int EVENT = 0x20;
    private static final int OK = 20;

    private final Clients clients = new Clients();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean stopped;

    /** Opens connections through a sidecar and calls {@code quote} of a service on each. */
    HalfFrames(InetSocketAddress through, String service, int connections) {
        for (int i = 0; i < connections; i++) {
            Socket socket = clients.connect(through);
            clients.start("half-frames-" + i, () -> call(socket, service));
        }
    }

    private void call(Socket socket, String service) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (long id = 1; !stopped; id++) {
                send(socket.getOutputStream(), request(id, service), (int) id);
                calls.incrementAndGet();
                if (!isAnswered(in, id)) {
                    failures.incrementAndGet();
                }
            }
        } catch (IOException e) {
            failures.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every call is cut at another byte. */
    private static void send(OutputStream out, byte[] frame, int seed) throws IOException, InterruptedException {
        int cut = 1 + seed * 7 % (frame.length - 1);
        out.write(Arrays.copyOf(frame, cut));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        out.write(frame, cut, frame.length - cut);
    }

    /** Whether the next frame that is no event is the answer to a call. */
    private static boolean isAnswered(DataInputStream in, long id) throws IOException {
        while (true) {
            in.readShort();
            int flags = in.readUnsignedByte();
            int status = in.readUnsignedByte();
            long of = in.readLong();
            in.readNBytes(in.readInt());
            if ((flags & EVENT) == 0) {
                return of == id && status == OK;
            }
        }
    }

    /** A Dubbo request, its body written by hessian2. */
    private static byte[] request(long id, String service) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String text : List.of("2.0.2", service, "0.0.0", "quote", "Ljava/lang/String;", "half")) {
            body.write(text.length());
            body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
        body.write('H');
        body.write('Z');
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(frame)) {
            out.writeShort(0xdabb);
            out.writeShort(0xc200);
            out.writeLong(id);
            out.writeInt(body.size());
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame.toByteArray();
    }

    long calls() {
        return calls.get();
    }

    long failures() {
        return failures.get();
    }

    /** Waits for the last answers. */
    void stop() {
        stopped = true;
        clients.join();
    }

    @Override
    public void close() {
        stopped = true;
        clients.close();
    }
}
