package io.twinmesh.backend.proxy.upgrade;

/** The steps of an upgrade, in the order they are taken. Those of a {@link Transfer} come once more on the way back. */
enum Step {
    /** New: it has knocked. */
    HELLO_SENT,
    /** Old: it has let the new one in. */
    WELCOME_SENT,
    /** Old: the listening sockets are on their way. */
    LISTENERS_SENT,
    /** New: it has them. */
    LISTENERS_RECEIVED,
    /** New: everything stands, it could serve. */
    READY_SENT,
    /** Old: it knows. */
    READY_RECEIVED,
    /** Old: a rehearsal is on its way. */
    REHEARSAL_SENT,
    /** New: it has answered a rehearsal. */
    REHEARSED,
    /** The one who gives: copies of the sockets are with the other, and this one serves. */
    AHEAD_SENT,
    /** The one who takes: copies of sockets are announced. */
    AHEAD_RECEIVED,
    /** The one who gives: nothing moves any more. */
    STANDING_STILL,
    /** The one who gives: the message is sent, the sockets are not. */
    OFFER_HALF_SENT,
    /** The one who gives: all is sent. */
    OFFER_SENT,
    /** The one who takes: the message is here. */
    OFFER_RECEIVED,
    /** The one who takes: all is built, and still the other's. */
    BUILT,
    /** The one who takes: it is his, and not open yet. */
    TAKEN,
    /** The one who takes: it serves. */
    OPENED,
    /** The one who takes: it has said so. */
    TAKEN_SENT,
    /** The one who gives: it has let go. */
    MOVED,
    /** New: the time of probation is over. */
    FINISHED_SENT,
    /** Old: it knows. */
    FINISHED_RECEIVED
}
