package io.twinmesh.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Plain TCP, which is no RPC. With {@code --port P [--host 127.0.0.1]} it answers the first line of each connection with {@code plain} and that
 * line. Without, it reads lines {@code HOST PORT TEXT}: for each it opens a connection, sends the text and a blank line, and prints what comes
 * back, then {@code end}.
 *
 * <p>Both print {@code ready} first.
 */
public final class DemoSocket {

    private static final Set<String> OPTIONS = Set.of("host", "port");
    private static final int BACKLOG = 50;
    private static final int TIMEOUT_MILLIS = 5_000;

    private DemoSocket() {}

    /** Starts it. */
    public static void main(String[] words) throws IOException {
        try {
            Options options = Options.of(OPTIONS, words);
            if (options.text("port") == null) {
                ask();
            } else {
                serve(options.text("host", "127.0.0.1"), options.number("port", 0));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void serve(String host, int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getByName(host))) {
            System.out.println("ready");
            while (!server.isClosed()) {
                answer(server);
            }
        }
    }

    private static void answer(ServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            client.setSoTimeout(TIMEOUT_MILLIS);
            String line = reader(client).readLine();
            send(client, "plain " + line + "\n");
        } catch (IOException e) {
            System.err.println("a client: " + e.getMessage());
        }
    }

    private static void ask() throws IOException {
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ask(line.split(" ", 3));
        }
    }

    private static void ask(String[] words) {
        try (Socket socket = new Socket(words[0], Integer.parseInt(words[1]))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            send(socket, words[2] + "\r\n\r\n");
            reader(socket).lines().forEach(System.out::println);
        } catch (IOException | UncheckedIOException e) {
            System.out.println("failed: " + e.getMessage());
        }
        System.out.println("end");
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
