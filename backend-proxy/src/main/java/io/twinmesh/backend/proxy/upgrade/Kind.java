package io.twinmesh.backend.proxy.upgrade;

import org.jspecify.annotations.Nullable;

/** What a message is about. The code is what goes over the wire: none is ever used for anything else. */
enum Kind {
    /** New to old: it wants to take over, and which versions it speaks. */
    HELLO(1),
    /** Old to new: the versions spoken, and how many listeners follow on the other connection. */
    WELCOME(2),
    /** Either way: no, and why. The one who says it changes nothing. */
    REFUSED(3),
    /** New to old: rules are read, everything is warm, give. */
    READY(5),
    /** Old to new: an offer without sockets, to be read and thrown away. */
    REHEARSAL(6),
    /** New to old: read and thrown away. */
    REHEARSED(7),
    /** The one who gives: everything there is. The sockets come on the other connection. */
    OFFER(8),
    /** The one who takes: it is mine now, but for the lanes that are named. */
    TAKEN(9),
    /** Old to new: somebody asks for the way back. */
    RETURN_ASKED(10),
    /** New to old: the time of probation is over. */
    FINISHED(11),
    /** The one who receives sockets: so many have come, more can. */
    SOCKETS(12),
    /** The one who gives: copies of so many sockets come on the other connection, before everything stands still. */
    AHEAD(13),
    /** The one who takes: all of them are here. */
    ARRIVED(14);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The kind with a code, or null for one of a later version. */
    static @Nullable Kind of(int code) {
        for (Kind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
