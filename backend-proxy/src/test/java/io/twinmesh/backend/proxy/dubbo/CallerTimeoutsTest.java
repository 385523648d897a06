package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallerTimeoutsTest {

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1, 1", "0, 0", "'', 0", ", 0", "-5, 0", "1.5, 0", "999999999, 999999999", "9999999999, 0"
    })
    void onlyAWholeNumberOfMillisecondsIsATime(String attachment, int millis) {
        assertEquals(millis, CallerTimeouts.millis(attachment));
    }
}
