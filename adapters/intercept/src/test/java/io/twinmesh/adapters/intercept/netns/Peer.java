package io.twinmesh.adapters.intercept.netns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A program that calls and is called, with what the JDK has. It does what it is told on standard input, one line each, and answers with one line.
 * Its servers greet with their name, their own address and their caller's, then send back every line; one that begins with {@code after N} takes
 * them N milliseconds.
 */
final class Peer {

    private static final List<Socket> OPEN = new ArrayList<>();
    private static final List<Drop> RAIN = new CopyOnWriteArrayList<>();
    private static final ScheduledExecutorService CLOUD = Executors.newScheduledThreadPool(1);
    private static final long RAIN_EVERY_MILLIS = 20;

    /** What a call may take, on a machine that is busy, before it counts as waiting. */
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A call of a rain. */
    private record Drop(long begun, CompletableFuture<String> kind) {}

    private Peer() {}

    /** Arguments: the name in greetings. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            say(answer(arguments[0], line.split(" ", -1)));
        }
        Runtime.getRuntime().halt(0);
    }

    @SuppressWarnings("SystemOut") // the test reads it
    private static void say(String line) {
        System.out.println(line);
    }

    private static String answer(String name, String... words) {
        try {
            return switch (words[0]) {
                case "listen" -> listen(name, Integer.parseInt(words[1]));
                case "call" -> call(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "many" -> many(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "storm" ->
                    storm(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                case "rain" -> rain(words[1], Integer.parseInt(words[2]));
                case "waiting" -> waiting();
                case "cease" -> cease();
                case "open" -> open(words[1], Integer.parseInt(words[2]));
                case "send" -> send(OPEN.get(Integer.parseInt(words[1])), words[2]);
                case "begin" -> begin(OPEN.get(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
                case "end" -> "" + lines(OPEN.get(Integer.parseInt(words[1]))).readLine();
                case "close" -> close(OPEN.get(Integer.parseInt(words[1])));
                default -> "unknown: " + words[0];
            };
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    private static String listen(String name, int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 2048, InetAddress.getByName("::"));
        start(() -> serve(name, server));
        return "listening";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(String name, ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                start(() -> greet(name, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void greet(String name, Socket socket) {
        try (socket) {
            String local = text(socket.getLocalAddress()) + ":" + socket.getLocalPort();
            write(socket, name + " at " + local + " called by " + text(socket.getInetAddress()));
            BufferedReader lines = lines(socket);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                work(line.split(" ", -1));
                write(socket, line);
            }
        } catch (IOException e) {
            // the caller is gone
        }
    }

    /** Takes the time that a call asks for. */
    private static void work(String... words) {
        if (words[0].equals("after")) {
            Executor later = CompletableFuture.delayedExecutor(Long.parseLong(words[1]), TimeUnit.MILLISECONDS);
            CompletableFuture.runAsync(() -> {}, later).join();
        }
    }

    private static String text(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    private static void write(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Socket connect(String address, int port, int millis) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(millis);
        socket.connect(new InetSocketAddress(address, port), millis);
        return socket;
    }

    /** Every greeting on the way: a sidecar's, and the server's. */
    private static String call(String address, int port, int millis) throws IOException {
        try (Socket socket = connect(address, port, millis)) {
            return greetings(lines(socket));
        }
    }

    private static String greetings(BufferedReader lines) throws IOException {
        String first = lines.readLine();
        return first != null && first.startsWith("sidecar") ? first + ", " + lines.readLine() : "" + first;
    }

    /** That many connections to each of two ports, all open at the same time; how many were greeted by a server. */
    private static String many(String address, int port, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        int greeted = 0;
        for (int i = 0; i < count; i++) {
            sockets.add(connect(address, port, 5000));
            sockets.add(connect(address, port + 1, 5000));
        }
        for (Socket socket : sockets) {
            greeted += greetings(lines(socket)).contains("server at") ? 1 : 0;
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        return "" + greeted;
    }

    /** That many calls at the same time; how many went through a sidecar, how many direct, how many neither. */
    private static String storm(String address, int port, int count, int millis) {
        List<CompletableFuture<String>> calls = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> kind(address, port, millis), threads));
        }
        Map<String, Integer> kinds = new TreeMap<>();
        calls.forEach(call -> kinds.merge(call.join(), 1, Integer::sum));
        threads.shutdown();
        return kinds.toString();
    }

    /** From now on a call every few milliseconds, each on a connection of its own. */
    private static String rain(String address, int port) {
        ExecutorService threads = Executors.newCachedThreadPool();
        CLOUD.scheduleAtFixedRate(
                () -> RAIN.add(new Drop(
                        System.nanoTime(), CompletableFuture.supplyAsync(() -> kind(address, port, 10_000), threads))),
                0,
                RAIN_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        return "raining";
    }

    /** How many calls of the rain should have ended and have not. */
    private static String waiting() {
        long now = System.nanoTime();
        return ""
                + RAIN.stream()
                        .filter(drop -> !drop.kind().isDone() && now - drop.begun() > USUAL_NANOS)
                        .count();
    }

    /** Ends the rain; the kinds of its calls. */
    private static String cease() {
        CLOUD.shutdown();
        Set<String> kinds = new TreeSet<>();
        RAIN.forEach(drop -> kinds.add(drop.kind().join()));
        return kinds.toString();
    }

    private static String kind(String address, int port, int millis) {
        try {
            String greetings = call(address, port, millis);
            return !greetings.contains(" at ") ? "cut" : greetings.startsWith("sidecar") ? "caught" : "direct";
        } catch (SocketTimeoutException e) {
            return "hung";
        } catch (IOException e) {
            return "refused";
        }
    }

    private static String open(String address, int port) throws IOException {
        Socket socket = connect(address, port, 2000);
        OPEN.add(socket);
        return greetings(lines(socket));
    }

    private static String send(Socket socket, String line) throws IOException {
        write(socket, line);
        return "" + lines(socket).readLine();
    }

    /** Begins a call that takes a while; {@code end} waits for its answer. */
    private static String begin(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(20_000);
        write(socket, "after " + millis);
        return "begun";
    }

    private static String close(Socket socket) throws IOException {
        socket.close();
        return "closed";
    }
}
