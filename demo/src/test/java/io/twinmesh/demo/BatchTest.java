package io.twinmesh.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.dubbo.rpc.RpcException;
import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    void aLineSaysWhatToCall() {
        Batch batch = Batch.of(List.of("vip", "buy", "count=20", "arg=5..9", "arg=book", "attachment.tag=gray"), false);

        assertEquals(new Batch("vip", "buy", 20, 0, 0, 1, Map.of("tag", "gray"), List.of("5..9", "book")), batch);
    }

    @Test
    void callsGoThroughARangeOneByOne() {
        Batch batch = Batch.of(List.of("vip", "buy", "arg=5..6", "arg=book"), false);

        assertEquals("5", batch.argument(0, 0));
        assertEquals("6", batch.argument(0, 1));
        assertEquals("5", batch.argument(0, 2));
        assertEquals("book", batch.argument(1, 2));
    }

    @Test
    void aBatchIsOneCallOrEndlessIfNothingIsSaid() {
        assertEquals(1, Batch.of(List.of("a", "sell"), false).count());
        assertEquals(0, Batch.of(List.of("a", "sell"), true).count());
        assertEquals(0, Batch.of(List.of("a", "sell", "seconds=3"), false).count());
    }

    @Test
    void unknownWordsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of("a", "steal"), false));
        assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of("a", "sell", "cuont=3"), false));
        assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of("a", "sell", "count=x"), false));
    }

    @Test
    void aResultIsOneLineOfJson() {
        Tally tally = new Tally();
        tally.answered("v1");
        tally.answered("v1");
        tally.failed("throttled");

        String json = tally.json("a\"b");

        String expected = "{\"batch\":\"a\\\"b\",\"calls\":3,\"ok\":{\"v1\":2},\"errors\":{\"throttled\":1},";
        assertEquals(expected, json.substring(0, expected.length()));
    }

    @Test
    void theReasonOfARejectionIsFoundWhereverItIs() {
        RpcException wrapped =
                new RpcException(0, "failed", new RuntimeException("cause: twinmesh: no_route: service: x"));

        assertEquals("no_route", Failures.kind(wrapped));
        assertEquals("timeout", Failures.kind(new RpcException(RpcException.TIMEOUT_EXCEPTION, "late")));
        assertEquals("network", Failures.kind(new RpcException(RpcException.NETWORK_EXCEPTION, "gone")));
    }

    @Test
    void optionsAreChecked() {
        assertEquals("5", Options.of(Set.of("port"), "--port", "5").text("port"));
        assertThrows(IllegalArgumentException.class, () -> Options.of(Set.of("port"), "--prot", "5"));
        assertThrows(IllegalArgumentException.class, () -> Options.of(Set.of("port"), "--port"));
    }
}
