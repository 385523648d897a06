package io.twinmesh.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CompiledConditionTest {

    private static final Identity SELF = new Identity("cart", Map.of("env", "gray"));
    private static final MethodKey BUY =
            MethodKey.of("com.acme.Trade", "1.0.0", "buy", List.of("java.lang.Long", "java.lang.String"));
    private static final SimpleRequest REQUEST = RpcRequest.builder(BUY)
            .argument(7L)
            .argument("vip-1")
            .attachment("tag", "gray")
            .attachment("group", "g1")
            .attachment(":path", "/buy?user=7&name=a%20b&flag")
            .port(8080)
            .build();

    private static Object read(Subject subject, String key, int index) {
        return new Part(subject, key, index).read(REQUEST, SELF);
    }

    @Test
    void everyPartIsReadFromItsPlace() {
        assertEquals("buy", read(Subject.METHOD, "", -1));
        assertEquals("1.0.0", read(Subject.VERSION, "", -1));
        assertEquals("g1", read(Subject.GROUP, "", -1));
        assertEquals("gray", read(Subject.SOURCE_LABEL, "env", -1));
        assertEquals(2, read(Subject.ARGUMENT_COUNT, "", -1));
        assertEquals("java.lang.String", read(Subject.PARAMETER_TYPE, "", 1));
        assertEquals("vip-1", read(Subject.ARGUMENT, "", 1));
        assertEquals("gray", read(Subject.ATTACHMENT, "tag", -1));
        assertEquals("gray", read(Subject.HEADER, "tag", -1));
        assertEquals("/buy", read(Subject.PATH, "", -1));
        assertEquals("7", read(Subject.QUERY, "user", -1));
        assertEquals("a b", read(Subject.QUERY, "name", -1));
        assertEquals("", read(Subject.QUERY, "flag", -1));
        assertEquals(8080, read(Subject.PORT, "", -1));
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertNull(read(Subject.PARAMETER_TYPE, "", 2));
        assertNull(read(Subject.ARGUMENT, "", 2));
        assertNull(read(Subject.ATTACHMENT, "dryRun", -1));
        assertNull(read(Subject.QUERY, "nothing", -1));
        assertNull(read(Subject.SOURCE_LABEL, "zone", -1));
        assertNull(new Part(Subject.PATH, "", -1).read(RpcRequest.builder(BUY).build(), SELF));
    }

    @Test
    void aRequestWithoutACallerComesFromTheLocalApplication() {
        SimpleRequest named =
                RpcRequest.builder(BUY).attachment("remote.application", "shop").build();

        assertEquals("cart", Part.caller(REQUEST, SELF));
        assertEquals("shop", Part.caller(named, SELF));
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void onlyFixedPartsAreReadWithoutARequest(Subject subject) {
        Part part = new Part(subject, "env", 0);

        if (part.isFixed()) {
            assertEquals(part.readFixed(BUY, SELF), part.read(REQUEST, SELF));
        } else {
            assertThrows(IllegalStateException.class, () -> part.readFixed(BUY, SELF));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "METHOD, NAMES",
        "PORT, NAMES",
        "ARGUMENT, ARGUMENTS",
        "ATTACHMENT, ATTACHMENTS",
        "CALLER, ATTACHMENTS",
        "GROUP, ATTACHMENTS"
    })
    void aPartIsAsDeepAsItStandsInAFrame(Subject subject, RequestDepth depth) {
        assertEquals(depth, new Part(subject, "", 0).depth());
        assertEquals(depth, Part.of(new HashKey(subject, "", 0)).depth());
    }

    @Test
    void anAbsentValueSatisfiesANegatedCondition() {
        Condition dryRun = Condition.keyed(Subject.ATTACHMENT, "dryRun", StringMatch.present(), "m");

        assertFalse(new CompiledCondition(dryRun).holds(REQUEST, SELF));
        assertTrue(new CompiledCondition(dryRun.not()).holds(REQUEST, SELF));
    }

    @Test
    void onlyAPlainEqualityHasAnExactText() {
        Condition gray = Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "m");
        StringMatch anyCase = new StringMatch(StringMatch.Kind.EXACT, "gray", true);

        assertEquals("gray", new CompiledCondition(gray).exactText());
        assertNull(new CompiledCondition(gray.not()).exactText());
        assertNull(new CompiledCondition(Condition.keyed(Subject.ATTACHMENT, "tag", anyCase, "m")).exactText());
        assertNull(
                new CompiledCondition(Condition.indexed(Subject.ARGUMENT, 0, NumberMatch.exact(1), "m")).exactText());
    }

    @Test
    void conditionsAreTheSameWhereverTheyAreWritten() {
        Condition one = Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "match[0]");
        Condition other = Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "match[9]");

        assertTrue(new CompiledCondition(one).sameAs(new CompiledCondition(other)));
        assertFalse(new CompiledCondition(one).sameAs(new CompiledCondition(other.not())));
    }

    @Test
    void aMismatchIsToldWordByWord() {
        Condition tag =
                Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "match[0].attachments.tag");
        NumberMatch shard = new NumberMatch(List.of(new Range(0, 99), new Range(200, 200)), 1000);
        Condition user = Condition.indexed(Subject.ARGUMENT, 0, shard, "match[0].args[0]");

        assertEquals(
                "match[0].attachments.tag: blue (expected: exact gray)", new CompiledCondition(tag).mismatch("blue"));
        assertEquals(
                "match[0].attachments.tag: gray (expected: not exact gray)",
                new CompiledCondition(tag.not()).mismatch("gray"));
        assertEquals(
                "match[0].args[0]: absent (expected: 0~99, 200 mod 1000)", new CompiledCondition(user).mismatch(null));
    }

    @Test
    void hashesAreTheSameInEveryProcess() {
        assertEquals(Hashes.of("user-1"), Hashes.of("user-" + 1));
        assertEquals(Hashes.of("7"), Hashes.of(7L));
        assertEquals(Hashes.of(7), Hashes.of(7L));
        assertEquals(HASH_OF_USER_1, Hashes.of("user-1"));
        assertEquals(Protocol.RPC, REQUEST.protocol());
    }

    /** Computed once by hand from the definition; both backends and every version draw by it. */
    private static final long HASH_OF_USER_1 = mixed(fnv("user-1"));

    private static long fnv(String text) {
        java.math.BigInteger hash = new java.math.BigInteger("14695981039346656037");
        for (int i = 0; i < text.length(); i++) {
            hash = hash.xor(java.math.BigInteger.valueOf(text.charAt(i)))
                    .multiply(java.math.BigInteger.valueOf(1099511628211L));
            hash = hash.mod(java.math.BigInteger.ONE.shiftLeft(64));
        }
        return hash.longValue();
    }

    private static long mixed(long bits) {
        long hash = (bits ^ bits >>> 33) * -49064778989728563L;
        hash = (hash ^ hash >>> 33) * -4265267296055464877L;
        return hash ^ hash >>> 33;
    }
}
