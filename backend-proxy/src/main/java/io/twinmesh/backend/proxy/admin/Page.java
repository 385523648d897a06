package io.twinmesh.backend.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What is answered to one question. */
record Page(HttpResponseStatus status, String type, String body) {

    static Page text(HttpResponseStatus status, String body) {
        return new Page(status, "text/plain; charset=utf-8", body);
    }

    static Page text(String body) {
        return text(HttpResponseStatus.OK, body);
    }

    static Page json(Object value) {
        return new Page(HttpResponseStatus.OK, "application/json", Json.of(value));
    }
}
