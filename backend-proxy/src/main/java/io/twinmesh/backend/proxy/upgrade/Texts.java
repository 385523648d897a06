package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.wire.FieldReader;

/** Reads what refusals say. */
final class Texts {

    /** Field of the reason in a refusal. */
    static final int REASON = 1;

    private Texts() {}

    /** What went wrong, never null. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    static String reason(Message refusal) {
        try {
            FieldReader fields = refusal.fields();
            return fields.has(REASON) ? fields.text(REASON) : "without a reason";
        } catch (UpgradeRefusedException e) {
            return of(e);
        }
    }
}
