package io.twinmesh.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatJsonTest {

    @Test
    void longTextsWithQuotesSurvive() {
        String text = "a \"b\\c\" ".repeat(50_000);

        FlatJson read = FlatJson.parse(FlatJson.write(Map.of("text", text)));

        assertEquals(text, read.text("text"));
    }
}
