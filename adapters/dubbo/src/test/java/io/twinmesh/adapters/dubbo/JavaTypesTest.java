package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        assertEquals("long", JavaTypes.javaName("long"));
    }

    @Test
    void brokenDescriptorsEnd() {
        assertEquals(1, JavaTypes.ofDescriptor("Ljava/lang/String").size());
        assertEquals(1, JavaTypes.ofDescriptor("[[").size());
    }
}
