package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls and streams through a sidecar that never pause, from clients and to servers that count: what is answered twice, executed twice, out
 * of order or not at all is a fault, and what was in flight when a connection ended is lost.
 */
final class Traffic implements AutoCloseable {

    private static final int IN_FLIGHT = 5;
    private static final int BLOCK = 64;
    private static final int THINKING_MILLIS = 15;
    private static final Pattern NUMBER = Pattern.compile("n\\d+n");

    private final InetSocketAddress sidecar;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
    private final FakeProvider provider;
    private final ServerSocket echo;
    private final List<Client> clients = new ArrayList<>();
    private final Set<String> executed = ConcurrentHashMap.newKeySet();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Traffic(InetSocketAddress sidecar) throws IOException {
        this.sidecar = sidecar;
        this.provider = FakeProvider.doing(this::answer);
        this.echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread("echo", this::acceptStreams);
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    Endpoint calls() {
        return provider.endpoint();
    }

    Endpoint streams() {
        return Endpoint.of("127.0.0.1", echo.getLocalPort());
    }

    /** Begins, once somebody serves. */
    void begin(int callers, int streamers) {
        for (int i = 0; i < callers + streamers; i++) {
            Client client = i < callers ? new Caller(i) : new Streamer();
            clients.add(client);
            thread("client-" + i, client);
        }
    }

    List<Client> clients() {
        return clients;
    }

    /** Calls and blocks of streams that were in flight on a connection that ended. */
    int lost() {
        return clients.stream().mapToInt(client -> client.lost.get()).sum();
    }

    int answered() {
        return clients.stream().mapToInt(client -> client.answered.get()).sum();
    }

    /** What must never be, since the last time. */
    List<String> takeFaults() {
        List<String> found = new ArrayList<>(faults);
        faults.clear();
        executed.clear();
        return found;
    }

    private void answer(FakeProvider.Connection connection, Frame frame) {
        try {
            provider.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (frame.isEvent()) {
            return;
        }
        String number = number(frame);
        if (!executed.add(number)) {
            faults.add("executed twice: " + number);
        }
        later.schedule(() -> connection.send(Frame.ok(frame.id(), number)), THINKING_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String number(Frame frame) {
        Matcher found = NUMBER.matcher(frame.text());
        return found.find() ? found.group() : frame.toString();
    }

    private void acceptStreams() {
        try {
            while (!over) {
                Socket socket = echo.accept();
                thread("echo-stream", () -> echo(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (long next = 1; !over; next += BLOCK) {
                byte[] block = readBlock(in, next);
                later.schedule(() -> send(socket, block), THINKING_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            // the sidecar was killed
        }
    }

    private static void send(Socket socket, byte[] block) {
        try {
            socket.getOutputStream().write(block);
        } catch (IOException e) {
            // the sidecar was killed
        }
    }

    private byte[] readBlock(DataInputStream in, long first) throws IOException {
        byte[] block = new byte[BLOCK * Long.BYTES];
        in.readFully(block);
        ByteBuffer numbers = ByteBuffer.wrap(block);
        for (long next = first; next < first + BLOCK; next++) {
            long got = numbers.getLong();
            if (got != next) {
                faults.add("stream: " + got + " (expected: " + next + ")");
                throw new IOException("out of order");
            }
        }
        return block;
    }

    /** Somebody with one connection, who opens another when it ends. */
    abstract class Client implements Runnable {

        final AtomicInteger lost = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        private long pause = 1;

        @Override
        public void run() {
            while (!over) {
                try (Socket socket = new Socket()) {
                    socket.connect(sidecar, 1_000);
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout(30_000);
                    pause = 1;
                    talk(socket);
                } catch (IOException e) {
                    lost.addAndGet(over ? 0 : inFlight());
                    pause = Math.min(100, pause * 2);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause)); // nobody listens for a moment
                }
            }
        }

        /** What it waits for; nothing from now on. */
        abstract int inFlight();

        abstract void talk(Socket socket) throws IOException;
    }

    /** Has some calls in flight at any time. */
    private final class Caller extends Client {

        private final Set<Long> waiting = new HashSet<>();
        private long next;

        Caller(int number) {
            next = number * 1_000_000_000L + 1;
        }

        @Override
        int inFlight() {
            int count = waiting.size();
            waiting.clear();
            return count;
        }

        @Override
        void talk(Socket socket) throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (!over) {
                while (waiting.size() < IN_FLIGHT) {
                    waiting.add(next);
                    socket.getOutputStream()
                            .write(Frame.call(next, "demo.Hello", "say", "n" + next + "n")
                                    .bytes());
                    next++;
                }
                take(Frame.read(in));
            }
        }

        private void take(Frame frame) {
            if (frame.isEvent()) {
                return;
            }
            if (!waiting.remove(frame.id())) {
                faults.add("answered twice: " + frame);
            } else if (!number(frame).equals("n" + frame.id() + "n")) {
                faults.add("answered wrongly: " + frame);
            }
            answered.incrementAndGet();
        }
    }

    /** Sends numbers and gets them back. */
    private final class Streamer extends Client {

        private int blocks;

        @Override
        int inFlight() {
            int count = blocks;
            blocks = 0;
            return count;
        }

        @Override
        void talk(Socket socket) throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (long first = 1; !over; first += BLOCK) {
                blocks = 1;
                out.write(block(first));
                readBlock(in, first);
                blocks = 0;
                answered.incrementAndGet();
            }
        }

        private byte[] block(long first) {
            ByteBuffer numbers = ByteBuffer.allocate(BLOCK * Long.BYTES);
            for (long next = first; next < first + BLOCK; next++) {
                numbers.putLong(next);
            }
            return numbers.array();
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        echo.close();
        provider.close();
        later.shutdownNow();
    }
}
