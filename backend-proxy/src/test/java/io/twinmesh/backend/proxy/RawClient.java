package io.twinmesh.backend.proxy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    RawClient(InetSocketAddress address, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        in = connect(address);
    }

    /** One that comes from an address of this machine. */
    RawClient(String from, InetSocketAddress address) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        in = connect(address);
    }

    private DataInputStream connect(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    RawClient send(Frame... frames) throws IOException {
        for (Frame frame : frames) {
            send(frame.bytes());
        }
        return this;
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Frame read() throws IOException {
        return Frame.read(in);
    }

    /** So many bytes, whatever they are. */
    byte[] read(byte[] wanted) throws IOException {
        return in.readNBytes(wanted.length);
    }

    /** So many frames, by id. */
    Map<Long, Frame> read(int count) throws IOException {
        Map<Long, Frame> frames = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Frame frame = read();
            frames.put(frame.id(), frame);
        }
        return frames;
    }

    /** Everything up to the end of a line. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** Everything until the other side closes. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Waits until the other side has closed, in order or not. */
    boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /** Ends the connection as a process that dies does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads away what has come. */
    void drain() throws IOException {
        in.skipBytes(in.available());
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
