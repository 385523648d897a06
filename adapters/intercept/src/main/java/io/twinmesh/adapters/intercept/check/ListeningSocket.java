package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket as {@code ss} prints it.
 *
 * @param waiting connections that nobody has accepted yet
 * @param room how many may wait
 * @param transparent whether it takes connections to addresses of others
 * @param mark its SO_MARK; 0 if it has none
 */
record ListeningSocket(String address, int port, int waiting, int room, boolean transparent, int mark) {

    private static final List<String> LIST = List.of("ss", "-tlnHeO", "--inet-sockopt");
    private static final Pattern LINE = Pattern.compile("LISTEN\\s+(\\d+)\\s+(\\d+)\\s+(\\S+):(\\d+)\\s.*");
    private static final Pattern MARK = Pattern.compile("fwmark:(0x[0-9a-f]+)");

    /** Every listening TCP socket, or null if they cannot be seen. */
    static @Nullable List<ListeningSocket> all(Host host) {
        if (!host.has("ss")) {
            return null;
        }
        Output listed = host.run("", LIST);
        return listed.succeeded()
                ? listed.out()
                        .lines()
                        .map(ListeningSocket::parse)
                        .filter(Objects::nonNull)
                        .toList()
                : null;
    }

    private static @Nullable ListeningSocket parse(String line) {
        Matcher socket = LINE.matcher(line);
        Matcher mark = MARK.matcher(line);
        return socket.matches()
                ? new ListeningSocket(
                        socket.group(3),
                        Integer.parseInt(socket.group(4)),
                        Integer.parseInt(socket.group(1)),
                        Integer.parseInt(socket.group(2)),
                        line.contains(" transparent"),
                        mark.find() ? Integer.decode(mark.group(1)) : 0)
                : null;
    }

    boolean onLoopback() {
        return address.matches("(\\[::ffff:)?127\\..*") || address.equals("[::1]");
    }

    /** Whether it takes connections of both families. */
    boolean onEveryAddress() {
        return address.equals("*");
    }
}
