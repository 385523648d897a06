package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;

/**
 * State on its way from one process to its successor. Its text form never shows the bytes: they may hold what calls carried.
 *
 * @param version of the form the bytes are in; its owner alone knows what they mean
 * @param bytes not copied: whoever makes one must not change them afterwards
 */
@Preview(since = "0.2")
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record CarriedState(int version, byte[] bytes) {

    @Override
    public String toString() {
        return "CarriedState[version=" + version + ", " + bytes.length + " bytes]";
    }
}
