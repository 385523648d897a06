package io.twinmesh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and requests, as every protocol hands them in. */
final class RequestTest {

    private static final MethodKey BUY =
            MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of("java.lang.Long", "int"));

    @Test
    void keysAreEqualWhereAllTheirNamesAre() {
        MethodKey same = MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of("java.lang.Long", "int"));
        List<MethodKey> others = List.of(
                MethodKey.of("com.acme.Stock", "1.0.0", "buy", List.of("java.lang.Long", "int")),
                MethodKey.of("com.acme.Trade", "", "buy", List.of("java.lang.Long", "int")),
                MethodKey.of("com.acme.Trade", "1.0.0", "sell", List.of("java.lang.Long", "int")),
                MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of("int", "java.lang.Long")),
                MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of()));

        assertEquals(BUY, same);
        assertEquals(BUY.hashCode(), same.hashCode());
        others.forEach(other -> assertNotEquals(BUY, other));
        assertNotEquals(BUY, BUY.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "x, java.lang.String",
        "x, char",
        "7, byte",
        "7, java.lang.Integer",
        "7, long",
        "7, java.lang.Long",
        "0.1, float",
        "0.1, java.lang.Double",
        "true, boolean",
        "false, java.lang.Boolean"
    })
    void whatIsWrittenIsReadAsItsTypeSays(String text, String type) {
        assertEquals(text, SimpleRequest.written(text, type).toString());
    }

    @Test
    void whatIsWrittenHasTheNormalFormOfItsType() {
        assertEquals(7, SimpleRequest.written("7", "short"));
        assertEquals(7L, SimpleRequest.written("7", "long"));
        assertEquals(SimpleRequest.normal(0.1f), SimpleRequest.written("0.1", "float"));
        assertEquals(true, SimpleRequest.written("true", "boolean"));
        assertSame(RpcRequest.OPAQUE, SimpleRequest.written("{}", "com.acme.Order"));
    }

    @ParameterizedTest
    @CsvSource({"7x, java.lang.Long", "4000000000, int", "yes, boolean", "one, double"})
    void whatIsWrittenMustBeOfItsType(String text, String type) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SimpleRequest.written(text, type));

        assertEquals(text + " (expected: a " + type + ")", refused.getMessage());
    }

    @Test
    void keysWithEqualHashesAreStillToldApart() {
        MethodKey one = MethodKey.of("Aa", "m");
        MethodKey other = MethodKey.of("BB", "m");

        assertEquals(one.hashCode(), other.hashCode(), "the well-known pair");
        assertNotEquals(one, other);
    }

    @Test
    void aKeyIsWrittenAsRulesWriteIt() {
        assertEquals("buy(java.lang.Long,int)", BUY.signature());
        assertEquals("com.acme.Trade:1.0.0#buy(java.lang.Long,int)", BUY.toString());
        assertEquals(
                "com.acme.Trade#ping()", MethodKey.of("com.acme.Trade", "ping").toString());
    }

    @Test
    void parameterTypesOfAKeyAreItsOwn() {
        List<String> types = new ArrayList<>(List.of("int"));
        MethodKey key = MethodKey.of("T", "", "m", types);

        types.set(0, "long");

        assertEquals(List.of("int"), key.parameterTypes());
    }

    @Test
    void aMissingNameIsNamed() {
        assertEquals(
                "method",
                assertThrows(NullPointerException.class, () -> MethodKey.of("T", "", null, List.of()))
                        .getMessage());
    }

    @Test
    void wholeNumbersHaveOneForm() {
        assertEquals(7, SimpleRequest.normal((byte) 7));
        assertEquals(-7, SimpleRequest.normal((short) -7));
        assertEquals(7, SimpleRequest.normal(7));
        assertEquals(7L, SimpleRequest.normal(7L));
    }

    @Test
    void aFloatIsTheDoubleOfItsDigits() {
        assertEquals(0.1d, SimpleRequest.normal(0.1f), "not 0.10000000149011612");
        assertEquals(Double.NaN, SimpleRequest.normal(Float.NaN));
        assertEquals(Double.NEGATIVE_INFINITY, SimpleRequest.normal(Float.NEGATIVE_INFINITY));
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            float number = Float.intBitsToFloat(random.nextInt());
            Object normal = SimpleRequest.normal(number);
            assertTrue(normal instanceof Double, () -> number + ": " + normal);
            assertEquals(number, ((Double) normal).floatValue());
        }
    }

    @Test
    void textAndTruthValuesStay() {
        assertEquals("x", SimpleRequest.normal("x"));
        assertEquals("x", SimpleRequest.normal('x'));
        assertEquals(true, SimpleRequest.normal(true));
        assertEquals(1.5, SimpleRequest.normal(1.5));
        assertNull(SimpleRequest.normal(null));
    }

    @Test
    void anythingElseIsThereAndNothingMore() {
        for (Object value :
                List.of(Instant.EPOCH, BigDecimal.ONE, new int[] {1}, List.of("a"), Protocol.RPC, Optional.of("x"))) {
            assertSame(
                    RpcRequest.OPAQUE,
                    SimpleRequest.normal(value),
                    () -> value.getClass().getName());
        }
        assertSame(RpcRequest.OPAQUE, SimpleRequest.normal(RpcRequest.OPAQUE));
        assertEquals("(object)", RpcRequest.OPAQUE.toString());
    }

    @Test
    void whatIsNotThereIsAbsent() {
        RpcRequest request = RpcRequest.builder(BUY).argument(null).argument(2).build();

        assertNull(request.argument(0));
        assertEquals(2, request.argument(1));
        assertNull(request.argument(2));
        assertNull(request.argument(-1));
        assertNull(request.argument(Integer.MAX_VALUE));
        assertNull(request.attachment("tag"));
        assertNull(request.group());
        assertNull(request.caller());
        assertNull(request.passesTo());
        assertEquals(0, request.port());
        assertEquals(Protocol.RPC, request.protocol());
    }

    @Test
    void groupCallerAndHeadersAreAttachments() {
        RpcRequest request = RpcRequest.builder(BUY)
                .attachment("group", "g1")
                .attachment("dubboApplication", "old")
                .attachment("tag", "gray")
                .build();
        RpcRequest named = RpcRequest.builder(BUY)
                .attachment("dubboApplication", "old")
                .attachment("remote.application", "new")
                .build();

        assertEquals(List.of("g1", "old", "gray"), List.of(request.group(), request.caller(), request.header("tag")));
        assertEquals("new", named.caller());
    }

    @Test
    void aRequestKeepsWhatItWasBuiltWith() {
        Endpoint meant = Endpoint.of("10.0.0.9", 20880);
        SimpleRequest.Builder builder = RpcRequest.builder(BUY)
                .protocol(Protocol.TCP)
                .port(20880)
                .passesTo(meant)
                .attachment("tag", "a");
        RpcRequest request = builder.build();

        builder.attachment("tag", "b").argument(1).port(1).passesTo(null);

        assertEquals(
                List.of(Protocol.TCP, 20880, meant), List.of(request.protocol(), request.port(), request.passesTo()));
        assertEquals("a", request.attachment("tag"));
        assertNull(request.argument(0));
        assertEquals("com.acme.Trade:1.0.0#buy(java.lang.Long,int) {tag=a}", request.toString());
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void onlyWhatTheEndpointDidCountsAgainstIt(Outcome outcome) {
        Set<Outcome> against = EnumSet.of(Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.UNREACHABLE);

        assertEquals(against.contains(outcome), outcome.endpointFailed());
    }

    @Test
    void wordsAreFitForLabelsAndToldApart() {
        Set<String> words = new HashSet<>();
        for (Outcome outcome : Outcome.values()) {
            assertTrue(words.add(outcome.word()) && outcome.word().matches("[a-z_]+"), outcome::word);
        }
        words.clear();
        for (RejectReason reason : RejectReason.values()) {
            assertTrue(words.add(reason.word()) && reason.word().matches("[a-z_]+"), reason::word);
        }
        assertFalse(words.isEmpty());
    }
}
