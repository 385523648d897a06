package io.twinmesh.adapters.cli.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of the echo server that write and do not read what comes back, until they are asked to: then every number must come, in order and
 * once. Whatever can hold bytes on the way is full until then. Threading: a writing thread for each connection.
 */
final class Unread implements AutoCloseable {

    private final Clients connections = new Clients();
    private final List<Client> clients = new ArrayList<>();
    private volatile boolean stopped;

    /** Opens connections through a sidecar. */
    Unread(InetSocketAddress through, int count) {
        for (int i = 0; i < count; i++) {
            Client client = new Client(connections.connect(through));
            clients.add(client);
            connections.start("unread-" + i, client::write);
        }
    }

    /** One of them. */
    private final class Client {

        private final Socket socket;
        private volatile long written;
        private long read;

        Client(Socket socket) {
            this.socket = socket;
        }

        private void write() {
            try {
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
                long number = 0;
                while (!stopped) {
                    out.writeLong(number++);
                }
                out.flush();
                written = number;
                socket.shutdownOutput();
            } catch (IOException e) {
                written = -1; // nothing that comes back can be right then
            }
        }

        /** Whether all comes back that was written, and then the end. */
        boolean isWhole() {
            try {
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                while (in.readLong() == read) {
                    read++;
                }
                return false;
            } catch (EOFException e) {
                return read == written;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Reads everything at last. Returns how many connections did not bring back what was written on them. */
    long readAll() {
        stopped = true;
        return clients.stream().filter(client -> !client.isWhole()).count();
    }

    /** Bytes that came back in order. */
    long bytes() {
        return clients.stream().mapToLong(client -> client.read * Long.BYTES).sum();
    }

    @Override
    public void close() {
        stopped = true;
        connections.close();
    }
}
