package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.twinmesh.backend.proxy.wire.FieldReader;

/**
 * A message as it came: a length of 32 bits, which counts what follows, a code of 16 bits, and a record. Its owner releases it.
 *
 * @param bytes the record
 */
record Message(Kind kind, ByteBuf bytes) {

    /**
     * The record.
     *
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if it is none
     */
    FieldReader fields() {
        return FieldReader.of(kind.name().toLowerCase(java.util.Locale.ROOT), bytes);
    }

    void release() {
        bytes.release();
    }
}
