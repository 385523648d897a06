package io.twinmesh.adapters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.config.MeshConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @Test
    void bothFormsAreRead() {
        assertEquals("/127.0.0.1:15020", text("127.0.0.1:15020"));
        assertEquals("/[0:0:0:0:0:0:0:1]:15020", text("[::1]:15020"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "15020",
                ":15020",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:x",
                "::1:15020"
            })
    void everythingElseIsRefusedWithItsValue(String text) {
        MeshConfigurationException refused =
                assertThrows(MeshConfigurationException.class, () -> ListenAddress.parse(text));

        assertEquals(text, refused.value());
        assertEquals("option 'metrics'", refused.subject());
    }

    private static String text(String address) {
        return ListenAddress.parse(address).toString();
    }
}
