package io.twinmesh.adapters.sentinel;

import org.jspecify.annotations.Nullable;

/** How values are written for people, and what absent text means. */
final class Words {

    static final String DEFAULT = "default";
    static final String OTHER = "other";

    private Words() {}

    static String of(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The application a rule is for; blank means every one. */
    static String limitApp(RuleFields fields) {
        String app = of(fields.text("limitApp"));
        return app.isBlank() ? DEFAULT : app;
    }

    /** A number without a fraction that is zero. */
    static String of(double number) {
        return RuleFields.show(number);
    }
}
