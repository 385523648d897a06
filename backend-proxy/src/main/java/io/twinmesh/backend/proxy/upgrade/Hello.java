package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;

/**
 * What a successor says first: in which versions of the protocol it can be talked to.
 *
 * @param oldest the oldest version it speaks
 * @param newest the newest
 * @param build names the build, for people
 */
record Hello(int oldest, int newest, String build) {

    /** The versions this build speaks. */
    static final int OLDEST = 1;

    static final int NEWEST = 3;

    /** The version since which sockets are sent ahead. */
    static final int AHEAD = 2;

    /** The version since which what peers have not read may be in shared memory. */
    static final int SHARED = 3;

    private static final int OLDEST_FIELD = 1;
    private static final int NEWEST_FIELD = 2;
    private static final int BUILD = 3;

    /** What this build says. */
    static Hello ours() {
        return new Hello(OLDEST, NEWEST, Build.name());
    }

    void write(FieldWriter out) {
        out.put(OLDEST_FIELD, oldest).put(NEWEST_FIELD, newest).put(BUILD, build);
    }

    static Hello read(FieldReader in) {
        return new Hello(
                in.number(OLDEST_FIELD, 0, Integer.MAX_VALUE),
                in.number(NEWEST_FIELD, 0, Integer.MAX_VALUE),
                in.text(BUILD));
    }

    /**
     * The newest version that both speak.
     *
     * @throws UpgradeRefusedException if there is none
     */
    int common() {
        int version = Math.min(newest, NEWEST);
        if (version < Math.max(oldest, OLDEST)) {
            throw new UpgradeRefusedException(
                    "protocol",
                    oldest + " to " + newest + " of build " + build,
                    OLDEST + " to " + NEWEST + ", as build " + Build.name() + " speaks; upgrade in smaller steps");
        }
        return version;
    }
}
