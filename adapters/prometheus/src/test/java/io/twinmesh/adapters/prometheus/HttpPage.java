package io.twinmesh.adapters.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a sink answered over HTTP. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpPage(int status, String contentType, byte[] body) {

    static HttpPage get(PrometheusSink sink, String path, String header, String value) {
        return ask(sink, "GET", path, header, value);
    }

    static HttpPage ask(PrometheusSink sink, String method, String path, String header, String value) {
        InetSocketAddress address = sink.address();
        if (address == null) {
            throw new AssertionError("sink: not started");
        }
        try {
            URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setRequestProperty(header, value);
            return read(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpPage read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new HttpPage(status, String.valueOf(connection.getContentType()), body.readAllBytes());
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
