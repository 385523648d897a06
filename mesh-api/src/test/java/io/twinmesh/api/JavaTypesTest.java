package io.twinmesh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaTypesTest {

    @Test
    void descriptorsBecomeJavaNames() {
        assertEquals(
                List.of("java.lang.String", "int", "int[]", "java.lang.Object[][]", "a.B$C", "boolean"),
                JavaTypes.ofDescriptor("Ljava/lang/String;I[I[[Ljava/lang/Object;La/B$C;Z"));
        assertEquals(List.of(), JavaTypes.ofDescriptor(""));
    }

    @Test
    void everyFormOfAGenericCallsTypesBecomesTheSameName() {
        assertEquals("java.lang.String[]", JavaTypes.javaName("[Ljava.lang.String;"));
        assertEquals("java.lang.String[]", JavaTypes.javaName("java.lang.String[]"));
        assertEquals("int[]", JavaTypes.javaName("[I"));
        assertEquals("int[]", JavaTypes.javaName("int[]"));
        assertEquals("long[][]", JavaTypes.javaName("[[J"));
        assertEquals("long", JavaTypes.javaName("long"));
    }

    @Test
    void whatIsNoListOfTypesIsNull() {
        assertNull(JavaTypes.ofDescriptor("Ljava/lang/String"));
        assertNull(JavaTypes.ofDescriptor("[["));
        assertNull(JavaTypes.ofDescriptor("L;"));
        assertNull(JavaTypes.ofDescriptor("I".repeat(256)));
        assertEquals(255, JavaTypes.ofDescriptor("I".repeat(255)).size());
    }

    @Test
    void textNumbersAndTruthValuesAreScalars() {
        assertTrue(JavaTypes.mayBeScalar("java.lang.String"));
        assertTrue(JavaTypes.mayBeScalar("java.lang.Object"));
        assertFalse(JavaTypes.mayBeScalar("java.util.Date"));
        assertFalse(JavaTypes.mayBeScalar("int[]"));
    }
}
