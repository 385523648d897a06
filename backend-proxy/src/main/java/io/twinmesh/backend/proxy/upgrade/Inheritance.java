package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.Internal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listening sockets that a predecessor has already, by the words that asked for them: {@code outbound [::1]:15001}. What is asked for with
 * the same words is inherited, everything else is bound anew. Threads: the one that starts the sidecar.
 */
@Internal(since = "0.2")
public final class Inheritance {

    private final boolean any;
    private final Map<String, FileDescriptor> sockets = new LinkedHashMap<>();

    private Inheritance(boolean any) {
        this.any = any;
    }

    /** That of a sidecar without a predecessor. */
    public static Inheritance none() {
        return new Inheritance(false);
    }

    static Inheritance of(List<String> words, List<FileDescriptor> sockets) {
        Inheritance inheritance = new Inheritance(true);
        for (int i = 0; i < words.size(); i++) {
            inheritance.sockets.put(words.get(i), sockets.get(i));
        }
        return inheritance;
    }

    /** Whether there is a predecessor: then nothing is accepted before it has handed over. */
    public boolean any() {
        return any;
    }

    /** The socket asked for with these words, which is the caller's from now on; null if it is to be bound. */
    public @Nullable FileDescriptor take(String words) {
        return sockets.remove(words);
    }

    /** Lets go of what nobody asked for. */
    void close() {
        Wire.closeAll(new ArrayList<>(sockets.values()));
        sockets.clear();
    }
}
