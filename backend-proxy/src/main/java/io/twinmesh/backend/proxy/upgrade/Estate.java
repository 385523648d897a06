package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar has and can hand over, as the hand-over sees it. Threads: the one that conducts the upgrade; every call waits until it is
 * done.
 */
@Internal(since = "0.2")
public interface Estate {

    /** Names the listeners, in the order of {@link #listenerSockets}. */
    void writeListeners(FieldWriter out);

    List<Channel> listenerSockets();

    /** Writes an offer without stopping anything. Both sides have then loaded and warmed what the real one takes. */
    void rehearse(FieldWriter out);

    /** Reads a rehearsed offer, restores its state and throws the connections away. */
    void rehearse(FieldReader offer);

    /** Stops everything: nothing is accepted, read, written or decided from now on. */
    Standstill standStill();

    /** The connections that are open, which another process is about to get copies of. They go on. */
    List<Channel> connections();

    /** Bytes held for peers, most of all what they have not read. */
    long held();

    /** The number of the worker that a connection is on, or -1. */
    int worker(Channel connection);

    /**
     * The connections that sockets are, on no loop yet.
     *
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if one is none; all are closed then
     */
    List<Channel> adopt(List<FileDescriptor> sockets);

    /**
     * Puts connections on the loops they will be opened on. They are another process's still: nothing is looked at.
     *
     * @param workers the number of the worker each had there; below 0 if it is not known
     */
    void settle(List<Channel> connections, int[] workers);

    /**
     * Builds what an offer holds. Nothing is open yet.
     *
     * @param channels of all connections, in order; the estate's from now on
     * @param shared where the offer left much of what peers have not read, null if it did not
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if it cannot be served; they are closed then
     */
    Arrival arrive(FieldReader offer, List<Channel> channels, @Nullable SharedBytes shared);

    /** How many sockets belong to an offer. */
    int sockets(FieldReader offer);

    /** What only one process can have is let go: the other serves. */
    void released();

    /** This process serves, again or for the first time: it accepts. */
    void serve();

    /** Connections of clients that are here still. */
    int clients();

    /** Faults of this process so far: what should not happen at all. */
    long faults();

    /** How calls went so far, here and in the processes before. Adds up all counters: not for the request path. */
    Outcomes outcomes();

    /** A sidecar that stands still. */
    @Internal(since = "0.2")
    interface Standstill {

        /** When the first of its loops was told to stop, as {@link System#nanoTime}. */
        long since();

        /**
         * Writes the offer.
         *
         * @param shared where much of what peers have not read goes, null for none
         */
        void write(FieldWriter out, @Nullable SharedBytes shared);

        List<Channel> sockets();

        /** Lanes that are not in the offer, because their protocol says that their connections stay. */
        int staying();

        /**
         * The successor has it, but for some lanes, by their numbers in the offer: those are told to drain and go on here until then, like those that
         * stay by themselves.
         */
        void moved(Set<Integer> kept);

        /** Goes on as if nothing had been. */
        void thaw();
    }

    /** Connections that have arrived. */
    @Internal(since = "0.2")
    interface Arrival {

        /** Lanes that cannot be served here, by their numbers in the offer. */
        Set<Integer> refused();

        /** The connections go on. */
        void open();

        /** They stay with the other process after all. */
        void discard();
    }
}
