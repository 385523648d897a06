package io.twinmesh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
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
        assertNull(JavaTypes.ofDescriptor("V"), "no parameter is of type void");
        assertNull(JavaTypes.ofDescriptor("I[V"));
        assertNull(JavaTypes.ofDescriptor("Q"));
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

    @Test
    void descriptorsOfRealMethodsNameTheirParameterTypes() {
        int seen = 0;
        for (Class<?> type : List.of(String.class, Map.class, Arrays.class, Math.class, Files.class, Array.class)) {
            for (Method method : type.getMethods()) {
                MethodType parameters = MethodType.methodType(void.class, method.getParameterTypes());
                String whole = parameters.toMethodDescriptorString();
                String descriptor = whole.substring(1, whole.indexOf(')'));
                List<String> names = Stream.of(method.getParameterTypes())
                        .map(Class::getTypeName)
                        .toList();

                assertEquals(names, JavaTypes.ofDescriptor(descriptor), descriptor);
                for (Class<?> parameter : method.getParameterTypes()) {
                    assertEquals(parameter.getTypeName(), JavaTypes.javaName(parameter.getName()));
                }
                seen += names.size();
            }
        }
        assertTrue(seen > 500, seen + " parameters");
    }

    @Test
    void whateverTextComesThereIsAListOrNone() {
        String letters = "[LIVJ;/.a";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int i = 0; i < length; i++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            List<String> types = JavaTypes.ofDescriptor(text.toString());
            if (types != null) {
                assertTrue(types.stream().noneMatch(String::isEmpty), () -> text + ": " + types);
                assertTrue(types.size() <= text.length(), () -> text + ": " + types);
            }
        }
    }
}
