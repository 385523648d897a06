package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/** Which part of a request a condition or a hash key looks at. */
@Stable(since = "0.1")
public enum Subject {
    METHOD("method"),
    VERSION("version"),
    GROUP("group"),
    /** The calling application: as the request names it, else the local application. */
    CALLER("sourceApplication"),
    /** A label of the local workload. */
    SOURCE_LABEL("sourceLabels"),
    ARGUMENT_COUNT("argc"),
    PARAMETER_TYPE("argp"),
    ARGUMENT("args"),
    ATTACHMENT("attachments"),
    HEADER("headers"),
    /** The path of an HTTP request without its query. */
    PATH("uri"),
    QUERY("queryParams"),
    PORT("port");

    private final String word;

    Subject(String word) {
        this.word = word;
    }

    /** The word for it in the rule dialect. */
    public String word() {
        return word;
    }
}
