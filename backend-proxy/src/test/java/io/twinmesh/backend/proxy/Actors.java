package io.twinmesh.backend.proxy;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** What lives in one JVM of a test network, by name. */
final class Actors {

    private static final Map<String, AutoCloseable> ALL = new LinkedHashMap<>();

    /** Where the sidecar of this JVM sends services, and TCP by {@code tcp:PORT}; everything else has no route. */
    static final Map<String, Endpoint> ROUTES = new ConcurrentHashMap<>();

    private Actors() {}

    static boolean put(String name, AutoCloseable actor) {
        ALL.put(name, actor);
        return true;
    }

    static FakeProvider provider(String name) {
        return (FakeProvider) Objects.requireNonNull(ALL.get(name), name);
    }

    static RawClient client(String name) {
        return (RawClient) Objects.requireNonNull(ALL.get(name), name);
    }

    /** Closes one: does what was prepared under its name. */
    static boolean act(String name) throws Exception {
        Objects.requireNonNull(ALL.remove(name), name).close();
        return true;
    }

    static Sidecar sidecar() {
        return (Sidecar) Objects.requireNonNull(ALL.get("sidecar"), "sidecar");
    }

    /** Starts the sidecar. */
    static boolean sidecar(String... options) {
        return put("sidecar", Sidecar.of(new FakeKernel(Actors::route), options));
    }

    private static Decision route(RpcRequest request) {
        String name = request.protocol() == Protocol.TCP
                ? "tcp:" + request.port()
                : request.key().service();
        Endpoint endpoint = ROUTES.get(name);
        return endpoint == null
                ? Decision.Reject.of(RejectReason.NO_ROUTE, name)
                : new Decision.Forward("routed", endpoint);
    }

    /** No cluster has an endpoint any more. */
    static boolean leave(Endpoint endpoint) {
        FakeKernel kernel = sidecar().kernel;
        kernel.absent.add(endpoint);
        return kernel.version.incrementAndGet() > 0;
    }

    /** Whether nothing is under way for the kernel; how calls ended so far is forgotten. */
    static boolean forgetOutcomes() {
        sidecar().kernel.outcomes.clear();
        return sidecar().kernel.open.get() == 0;
    }

    /** How calls ended for the kernel. */
    static String outcomes() {
        return sidecar().kernel.outcomes.toString();
    }

    /** Ends everything but the sidecar. */
    static boolean clear() throws Exception {
        for (Map.Entry<String, AutoCloseable> each : ALL.entrySet()) {
            if (!each.getKey().equals("sidecar")) {
                each.getValue().close();
            }
        }
        ALL.keySet().retainAll(java.util.Set.of("sidecar"));
        ROUTES.clear();
        return true;
    }

    static boolean end() throws Exception {
        clear();
        for (AutoCloseable each : ALL.values()) {
            each.close();
        }
        ALL.clear();
        return true;
    }

    /** Calls, and says who answered. */
    static String call(InetSocketAddress address, String service) throws IOException {
        try (RawClient client = new RawClient(address)) {
            return client.send(Frame.call(1, service, "say", "x")).read().said();
        }
    }

    /** The same from an address of this machine. */
    static String call(String from, InetSocketAddress address) throws IOException {
        try (RawClient client = new RawClient(from, address)) {
            return client.send(Frame.call(1, "say")).read().said();
        }
    }

    /** Opens so many connections at once, sends something else on each, and says where something else came back. */
    static List<String> exchange(int count, IntFunction<InetSocketAddress> addresses) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new RawClient(addresses.apply(i)));
        }
        for (int i = 0; i < count; i++) {
            clients.get(i).send("\1number " + i).endOutput();
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String heard = clients.get(i).readAll();
            if (!heard.equals("\1number " + i)) {
                wrong.add(i + ": " + heard);
            }
            clients.get(i).close();
        }
        return wrong;
    }

    /**
     * Accepts connections that say who they come from, then echo.
     *
     * @param greeting sent without waiting for the client
     */
    static ServerSocket echo(InetSocketAddress address, String greeting) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 4096);
        Thread acceptor = new Thread(
                () -> {
                    try {
                        while (true) {
                            Socket socket = server.accept();
                            Thread thread = new Thread(() -> echo(socket, greeting), "echo");
                            thread.setDaemon(true);
                            thread.start();
                        }
                    } catch (IOException e) {
                        // closed
                    }
                },
                "echo-acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    private static void echo(Socket socket, String greeting) {
        try (socket) {
            String from = ((InetSocketAddress) socket.getRemoteSocketAddress())
                    .getAddress()
                    .getHostAddress();
            socket.getOutputStream().write(greeting.replace("FROM", from).getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the client went away
        }
    }

    static long connectionsTracked() throws IOException {
        Path count = Path.of("/proc/sys/net/netfilter/nf_conntrack_count");
        return Files.exists(count) ? Long.parseLong(Files.readString(count).strip()) : 0;
    }

    static int openFiles() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
