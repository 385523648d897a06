package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.ProxyProtocol;
import io.twinmesh.backend.proxy.link.ProxyProtocol.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lanes of one listener on one worker, by protocol, in the order they are tried. Threads: the worker's loop. */
final class Lanes {

    private final List<ProxyProtocol> protocols;
    private final LaneScope scope;
    private final List<Lane> lanes = new ArrayList<>();
    private final Set<Detector> waiting = new LinkedHashSet<>();

    Lanes(List<ProxyProtocol> protocols, LaneScope scope) {
        this.protocols = protocols;
        this.scope = scope;
        protocols.forEach(protocol -> lanes.add(protocol.lane(scope)));
    }

    /** The lane for a connection that begins like this, or null if more bytes are needed. */
    @Nullable Lane detect(ByteBuf first) {
        for (int i = 0; i < lanes.size(); i++) {
            Answer answer = protocols.get(i).detects(first);
            if (answer != Answer.NO) {
                return answer == Answer.YES ? lanes.get(i) : null;
            }
        }
        throw new IllegalStateException("no protocol takes what no other takes");
    }

    /** The lane that takes what no other takes. */
    Lane last() {
        return lanes.get(lanes.size() - 1);
    }

    /** Whether bytes are of another lane than the last. */
    boolean isOthers(ByteBuf bytes) {
        return detect(bytes) != last();
    }

    /** Where they belong. */
    LaneScope scope() {
        return scope;
    }

    /** Connections whose protocol cannot be told yet. */
    Set<Detector> waiting() {
        return waiting;
    }

    /** The lane of a protocol, or null if there is none. */
    @Nullable Lane lane(String protocol) {
        for (int i = 0; i < lanes.size(); i++) {
            if (protocols.get(i).id().equals(protocol)) {
                return lanes.get(i);
            }
        }
        return null;
    }

    /** Visits every lane with the name of its protocol. */
    void forEach(BiConsumer<String, Lane> action) {
        for (int i = 0; i < lanes.size(); i++) {
            action.accept(protocols.get(i).id(), lanes.get(i));
        }
    }

    /** Connections of clients that are open, those among them that have not said which protocol they speak. */
    int clients() {
        return waiting.size() + lanes.stream().mapToInt(Lane::clients).sum();
    }

    int inFlight() {
        return lanes.stream().mapToInt(Lane::inFlight).sum();
    }

    void forEach(Consumer<Lane> action) {
        lanes.forEach(action);
    }
}
