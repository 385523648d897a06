package io.twinmesh.adapters.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterceptNeedsTest {

    @Test
    void rootWithEitherFilterLacksNothing() {
        assertEquals(List.of(), InterceptNeeds.missing("0", Set.of("ip", "nft")::contains));
        assertEquals(List.of(), InterceptNeeds.missing("0", Set.of("ip", "iptables-restore")::contains));
    }

    @Test
    void allThatIsMissingIsNamed() {
        assertEquals(
                List.of("user id 1000", "no ip", "neither nft nor iptables"),
                InterceptNeeds.missing("1000", Set.<String>of()::contains));
    }
}
