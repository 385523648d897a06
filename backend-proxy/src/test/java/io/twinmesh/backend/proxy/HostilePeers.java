package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Clients and providers that do whatever a seed says: half frames, resets, silence, floods, connections lost and ports closed. */
final class HostilePeers implements AutoCloseable {

    private static final int MOST_CLIENTS = 12;
    private static final String[] METHODS = {"calm", "slow", "half", "drop", "aside", "gone", "rejected", "huge"};

    private final Random random;
    private final Gate gate = new Gate();
    private final Map<String, FakeProvider> providers = new LinkedHashMap<>();
    private final int deadPort;
    private final List<Client> clients = new ArrayList<>();
    private long ids;

    /** Lets providers read, or not. */
    private static final class Gate {

        private boolean open = true;

        synchronized void set(boolean to) {
            open = to;
            notifyAll();
        }

        synchronized void pass() {
            try {
                while (!open) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A connection whose sends may block, so they have a thread of their own. */
    private static final class Client {

        private final RawClient raw;
        private final ExecutorService sends = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hostile-client");
            thread.setDaemon(true);
            return thread;
        });
        private byte[] rest = {};

        Client(RawClient raw) {
            this.raw = raw;
        }

        void send(byte[] bytes) {
            sends.execute(() -> {
                try {
                    raw.send(bytes);
                } catch (IOException e) {
                    // closed by the sidecar, which may be right
                }
            });
        }

        void end(boolean orderly) throws IOException {
            if (orderly) {
                raw.close();
            } else {
                raw.reset();
            }
            sends.shutdownNow();
        }
    }

    HostilePeers(long seed) throws IOException {
        random = new Random(seed);
        deadPort = FailureTest.freePort();
        providers.put("slow", FakeProvider.doing((connection, frame) -> {
            gate.pass();
            connection.send(Frame.ok(frame.id(), "slow"));
        }));
        providers.put("half", FakeProvider.doing((connection, frame) -> {
            byte[] bytes = Frame.ok(frame.id(), "half").bytes();
            connection.sendRaw(Arrays.copyOf(bytes, bytes.length / 2));
        }));
        providers.put("drop", FakeProvider.doing((connection, frame) -> {
            try {
                connection.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }));
        providers.put(
                "huge",
                FakeProvider.doing((connection, frame) ->
                        connection.send(new Frame(Frame.HESSIAN2, 20, frame.id(), new byte[900_000]))));
    }

    /** Where calls of a method go. */
    Map<String, Endpoint> endpoints() {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        providers.forEach((method, provider) -> endpoints.put(method, provider.endpoint()));
        endpoints.put("gone", Endpoint.of("127.0.0.1", deadPort));
        return endpoints;
    }

    /** One thing that somebody does. */
    void step(Sidecar sidecar) throws IOException {
        if (clients.isEmpty() || clients.size() < MOST_CLIENTS && random.nextInt(6) == 0) {
            clients.add(new Client(sidecar.connect()));
        }
        Client client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> client.send(call().bytes());
            case 3 -> client.send(Frame.oneWay(ids++, method()).bytes());
            case 4 -> begin(client, call().bytes());
            case 5 ->
                begin(
                        client,
                        Frame.bigCall(ids++, 50_000 + random.nextInt(700_000)).bytes());
            case 6 -> client.send(client.rest);
            case 7 -> client.raw.drain();
            case 8 -> end(client);
            case 9 ->
                client.send(
                        random.nextInt(4) == 0
                                ? new byte[] {1, 2, 3}
                                : Frame.heartbeat(ids++).bytes());
            case 10 -> gate.set(random.nextBoolean());
            default -> loseConnections();
        }
    }

    private Frame call() {
        return random.nextInt(4) == 0 ? Frame.bigCall(ids++, random.nextInt(600_000)) : Frame.call(ids++, method());
    }

    private String method() {
        return METHODS[random.nextInt(METHODS.length)];
    }

    private void begin(Client client, byte[] frame) {
        int cut = random.nextInt(frame.length);
        client.send(Arrays.copyOf(frame, cut));
        client.rest = Arrays.copyOfRange(frame, cut, frame.length);
    }

    private void end(Client client) throws IOException {
        clients.remove(client);
        client.end(random.nextBoolean());
    }

    private void loseConnections() throws IOException {
        List<FakeProvider> all = List.copyOf(providers.values());
        all.get(random.nextInt(all.size())).closeConnections();
    }

    /** Everybody goes, and what waits may go on. */
    void calmDown() throws IOException {
        gate.set(true);
        for (Client client : List.copyOf(clients)) {
            end(client);
        }
    }

    @Override
    public void close() throws IOException {
        calmDown();
        for (FakeProvider provider : providers.values()) {
            provider.close();
        }
    }
}
