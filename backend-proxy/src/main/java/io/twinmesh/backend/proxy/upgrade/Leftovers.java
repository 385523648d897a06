package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What killed processes have left in the directory of a sidecar: sockets that they had bound under names of their own, {@code NAME.sock.PID} with
 * or without a number behind it, before others would ask for them; and the files that two processes share in an upgrade, {@code ledger-PID-NUMBER} and
 * {@code held-PID-NUMBER}.
 */
final class Leftovers {

    private static final Pattern SOCKET = Pattern.compile("[a-z]+\\.sock\\.(\\d{1,9})(\\.\\d+)?");
    private static final Pattern FILE = Pattern.compile("(?:ledger|held)-(\\d{1,9})-\\d+");

    /** No upgrade that is under way has files as old as this. */
    private static final Duration OLD = Duration.ofHours(1);

    private Leftovers() {}

    /**
     * Removes them.
     *
     * @throws IOException if the directory cannot be read, or a file not be removed
     */
    static void remove(Path home) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
            for (Path file : files) {
                if (isDeads(file, SOCKET) && isRefused(file) || isDeads(file, FILE) && isOld(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isDeads(Path file, Pattern names) {
        Matcher name = names.matcher(file.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
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

    /** A file cannot answer. */
    private static boolean isOld(Path file) throws IOException {
        return Files.getLastModifiedTime(file)
                .toInstant()
                .isBefore(Instant.now().minus(OLD));
    }
}
