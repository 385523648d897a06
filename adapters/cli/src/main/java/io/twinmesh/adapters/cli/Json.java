package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.twinmesh.api.Internal;

/** What programs read and what a sidecar answers. */
@Internal(since = "0.2")
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** Maps, lists, text and numbers as a document. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("json: " + value + " (expected: maps, lists, text and numbers)", e);
        }
    }

    /** A document.
     *
     * @throws CommandFailure if it is none
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw CommandFailure.failed("answer: " + e.getOriginalMessage() + " (expected: JSON)");
        }
    }
}
