package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sockets that processes had bound under names of their own, {@code NAME.sock.PID} with or without a number behind it, before others would ask for them, and that nobody
 * answers for: their processes were killed.
 */
final class StaleSockets {

    private static final Pattern OWN_NAME = Pattern.compile("[a-z]+\\.sock\\.(\\d{1,9})(\\.\\d+)?");

    private StaleSockets() {}

    /**
     * Removes them.
     *
     * @throws IOException if the directory cannot be read, or a file not be removed
     */
    static void remove(Path home) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "*.sock.*")) {
            for (Path file : files) {
                Matcher name = OWN_NAME.matcher(file.getFileName().toString());
                if (name.matches() && !isRunning(name.group(1)) && isRefused(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isRunning(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /** A process in another container has a number that says nothing here, but it answers. */
    private static boolean isRefused(Path file) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
