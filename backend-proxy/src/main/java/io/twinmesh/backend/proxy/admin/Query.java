package io.twinmesh.backend.proxy.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/** The path and the parameters of a question. */
record Query(QueryStringDecoder uri) {

    static Query of(String uri) {
        return new Query(new QueryStringDecoder(uri));
    }

    String path() {
        return uri.path();
    }

    /** All values of a parameter, in their order. */
    List<String> all(String name) {
        return uri.parameters().getOrDefault(name, List.of());
    }

    /** The first value of a parameter. */
    String first(String name, String otherwise) {
        List<String> values = all(name);
        return values.isEmpty() ? otherwise : values.get(0);
    }

    boolean wantsJson() {
        return first("format", "text").equals("json");
    }
}
