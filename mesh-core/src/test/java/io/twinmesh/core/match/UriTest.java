package io.twinmesh.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and query parameters as clients write them, well or badly. */
final class UriTest {

    private static final String LETTERS = "ab&=?%+ #/☃é";

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "/buy, /buy, absent",
                "/buy?, /buy, absent",
                "/buy?a, /buy, ''",
                "/buy?a=, /buy, ''",
                "/buy?a=1&a=2, /buy, 1",
                "/buy?b=1&a=2, /buy, 2",
                "/buy?x=a=3&a=4=5, /buy, 4=5",
                "/buy?%61=6, /buy, 6",
                "/buy?A=7, /buy, absent",
                "/buy?a=1?2, /buy, 1?2",
                "/buy?a=%zz, /buy, %zz",
                "/buy?%zz=1&a=8, /buy, 8",
                "/buy?&&a=9, /buy, 9",
                "?a=b+c, '', b c",
                "'', '', absent"
            })
    void aTargetHasAPathAndParameters(String target, String path, String value) {
        assertEquals(path, Uri.path(target));
        assertEquals(value, Uri.parameter(target, "a"));
    }

    @Test
    void withoutATargetThereIsNeither() {
        assertNull(Uri.path(null));
        assertNull(Uri.parameter(null, "a"));
    }

    @Test
    void whateverWasEncodedIsReadBack() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                parameters.put(text(random), text(random));
            }
            List<String> pairs = new ArrayList<>();
            parameters.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
            String target = "/x?" + String.join("&", pairs);

            parameters.forEach((name, value) -> assertEquals(value, Uri.parameter(target, name), target));
            assertEquals("/x", Uri.path(target));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("k");
        random.ints(random.nextInt(5), 0, LETTERS.length()).forEach(i -> text.append(LETTERS.charAt(i)));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
