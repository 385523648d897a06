package io.twinmesh.core.match;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The two halves of an HTTP request target. */
final class Uri {

    private Uri() {}

    static @Nullable String path(@Nullable String target) {
        if (target == null) {
            return null;
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    static @Nullable String parameter(@Nullable String target, String name) {
        int query = target == null ? -1 : target.indexOf('?');
        if (target == null || query < 0) {
            return null;
        }
        for (String pair : target.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (name.equals(decoded(equals < 0 ? pair : pair.substring(0, equals)))) {
                return equals < 0 ? "" : decoded(pair.substring(equals + 1));
            }
        }
        return null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
