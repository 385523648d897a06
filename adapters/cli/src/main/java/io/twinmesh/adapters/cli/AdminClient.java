package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the admin port of a running sidecar. */
@Internal(since = "0.2")
public final class AdminClient {

    /** Where commands ask unless they are told otherwise; a sidecar listens only where it is told to. */
    static final String USUAL = "[::1]:15000";

    private static final int TIMEOUT_MILLIS = 5_000;

    private final String address;

    /** One at an address. */
    public AdminClient(String address) {
        this.address = address;
    }

    /** A page that must be there. */
    public String page(String path) {
        Answer answer = ask(path);
        if (answer.status() != 200) {
            throw CommandFailure.unknown(
                    "admin " + address + path, "status " + answer.status() + " " + answer.firstLine(), "status 200");
        }
        return answer.body();
    }

    /** A page and its status, whatever it is. */
    Answer ask(String path) {
        try {
            URI uri = URI.create("http://" + address + path);
            if (uri.getPort() < 0) {
                throw new IllegalArgumentException(address);
            }
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return read(connection);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unknown("--admin", address, "ADDR:PORT or [IPV6]:PORT");
        } catch (IOException e) {
            throw CommandFailure.unknown("--admin", address, "the admin port of a running sidecar: " + e.getMessage());
        }
    }

    private static Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What came back. */
    record Answer(int status, String body) {

        String firstLine() {
            return body.lines().findFirst().orElse("");
        }
    }
}
