package io.twinmesh.backend.proxy.dubbo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of one client connection by the ids the client gave them: open addressing, no boxes. */
final class CallMap {

    private static final long SPREAD = 0x9e3779b97f4a7c15L;
    private static final int FIRST = 16;

    private @Nullable InFlight[] table = new InFlight[FIRST];
    private int shift = 60;
    private int size;

    private int home(long id) {
        return (int) (id * SPREAD >>> shift);
    }

    /** Takes a call in, if its id is in no use. */
    boolean add(InFlight call) {
        int at = home(call.id);
        InFlight other = table[at];
        while (other != null) {
            if (other.id == call.id) {
                return false;
            }
            at = at + 1 & table.length - 1;
            other = table[at];
        }
        table[at] = call;
        if (++size * 2 > table.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        @Nullable InFlight[] old = table;
        table = new InFlight[old.length * 2];
        shift--;
        for (InFlight call : old) {
            if (call != null) {
                table[vacant(call.id)] = call;
            }
        }
    }

    private int vacant(long id) {
        int at = home(id);
        while (table[at] != null) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    /** Takes a call out that is in. */
    void remove(InFlight call) {
        int at = home(call.id);
        while (table[at] != call) {
            if (table[at] == null) {
                return;
            }
            at = at + 1 & table.length - 1;
        }
        size--;
        close(at);
    }

    /** Moves the calls after a gap up, so that none is cut off from its home. */
    private void close(int from) {
        int gap = from;
        int at = from + 1 & table.length - 1;
        InFlight call = table[at];
        while (call != null) {
            int wanted = home(call.id);
            if ((at - wanted & table.length - 1) >= (at - gap & table.length - 1)) {
                table[gap] = call;
                gap = at;
            }
            at = at + 1 & table.length - 1;
            call = table[at];
        }
        table[gap] = null;
    }

    /** Visits every call; the visitor takes none out. */
    void forEach(Consumer<InFlight> visitor) {
        for (InFlight call : table) {
            if (call != null) {
                visitor.accept(call);
            }
        }
    }

    int size() {
        return size;
    }

    /** All calls, taken out. */
    List<InFlight> drain() {
        List<InFlight> calls = new ArrayList<>(size);
        for (InFlight call : table) {
            if (call != null) {
                calls.add(call);
            }
        }
        table = new InFlight[FIRST];
        shift = 60;
        size = 0;
        return calls;
    }
}
