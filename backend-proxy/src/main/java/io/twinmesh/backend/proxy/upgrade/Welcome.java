package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first answer to a successor.
 *
 * @param version of the protocol that is spoken from now on
 * @param ledger file of the shared words
 * @param token of the ledger, 0 from a build that knows none
 * @param generation of the sidecar that answers
 * @param listeners the words for the sockets that follow on the other connection
 */
@Internal(since = "0.2")
public record Welcome(int version, Path ledger, long token, int generation, List<String> listeners) {

    private static final int VERSION = 1;
    private static final int LEDGER = 2;
    private static final int GENERATION = 3;
    private static final int LISTENERS = 4;
    private static final int TOKEN = 5;
    private static final int LISTENER = 1;
    private static final int WORDS = 1;

    static void write(
            FieldWriter out, int version, Path ledger, long token, int generation, Consumer<FieldWriter> listeners) {
        out.put(VERSION, version)
                .put(LEDGER, ledger.toString())
                .put(TOKEN, token)
                .put(GENERATION, generation)
                .record(LISTENERS, listeners);
    }

    /** Names one listener. */
    public static void writeListener(FieldWriter out, String words) {
        out.record(LISTENER, it -> it.put(WORDS, words));
    }

    static Welcome read(FieldReader in) {
        return new Welcome(
                in.number(VERSION, Hello.OLDEST, Hello.NEWEST),
                Path.of(in.text(LEDGER)),
                in.number(TOKEN, 0),
                in.number(GENERATION, 1, Integer.MAX_VALUE - 1),
                in.record(LISTENERS).records(LISTENER).stream()
                        .map(listener -> listener.text(WORDS))
                        .toList());
    }
}
