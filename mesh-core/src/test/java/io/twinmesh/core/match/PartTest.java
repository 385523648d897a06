package io.twinmesh.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.twinmesh.api.model.Subject;
import org.junit.jupiter.api.Test;

/** Conditions on the same part of a request share what was read of it. */
final class PartTest {

    @Test
    void aPartIsItsSubjectKeyAndIndex() {
        Part part = new Part(Subject.ATTACHMENT, "tag", -1);

        assertEquals(part, new Part(Subject.ATTACHMENT, "tag", -1));
        assertEquals(part.hashCode(), new Part(Subject.ATTACHMENT, "tag", -1).hashCode());
        assertNotEquals(part, new Part(Subject.HEADER, "tag", -1));
        assertNotEquals(part, new Part(Subject.ATTACHMENT, "unit", -1));
        assertNotEquals(part, new Part(Subject.ATTACHMENT, "tag", 0));
        assertNotEquals(part, "tag");
    }
}
