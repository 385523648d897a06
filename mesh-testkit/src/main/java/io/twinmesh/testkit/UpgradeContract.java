package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Preview;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link UpgradeParticipant} promises. To hold one against it: extend, say how it comes by its state and how that is told, run.
 *
 * <p>A state of every version that was released is kept among the test's resources, {@code upgrade/v1/ID.state}, with what it tells in
 * {@code upgrade/v1/ID.txt}. Run the test with {@code -Dtwinmesh.golden=DIR} to write both for a new version.
 */
@Preview(since = "0.2")
@DisplayName("A part that an upgrade carries")
public abstract class UpgradeContract {

    private static final int MUTATIONS = 3_000;

    /** For subclasses. */
    protected UpgradeContract() {}

    /**
     * A part and what can be told of its state.
     *
     * @param told all that a successor must know, as text without times
     */
    public record Part(UpgradeParticipant participant, Supplier<String> told) {}

    /** A part that has state; the same each time. */
    protected abstract Part used();

    /** A part of a successor that has just started. */
    protected abstract Part fresh();

    /** A part of a successor that has some state of its own, other than {@link #used}. */
    protected abstract Part warmedUp();

    /** Whether there is anything to carry; a part may be one only to hear which process serves. */
    protected boolean hasState() {
        return true;
    }

    private static void take(Part part, CarriedState state) {
        part.participant().restore(state);
    }

    private static void refuses(Part part, CarriedState state) {
        String before = part.told().get();
        assertThrows(UpgradeRefusedException.class, () -> take(part, state), state::toString);
        assertEquals(before, part.told().get(), "after a refusal");
    }

    @Test
    @DisplayName("has an id of lower case words joined by dashes")
    public final void idIsWords() {
        Registered.isWords(used().participant().id());
    }

    @Test
    @DisplayName("tells in the successor what it told before")
    public final void successorKnows() {
        Part before = used();
        Part after = fresh();
        if (hasState()) {
            assertNotEquals(before.told().get(), after.told().get(), "a part with state and one without");
        }

        take(after, before.participant().carry());

        assertEquals(before.told().get(), after.told().get());
    }

    @Test
    @DisplayName("changes nothing when it is carried")
    public final void carryingChangesNothing() {
        Part part = used();
        String before = part.told().get();

        int first = part.participant().carry().bytes().length;
        int second = part.participant().carry().bytes().length;

        assertEquals(before, part.told().get());
        assertTrue(Math.abs(first - second) < 32, () -> first + " bytes and then " + second);
    }

    @Test
    @DisplayName("forgets what the successor knew itself")
    public final void restoringReplaces() {
        Part before = used();
        Part after = warmedUp();

        take(after, before.participant().carry());

        assertEquals(before.told().get(), after.told().get());
    }

    @Test
    @DisplayName("can be given back, and on again")
    public final void comesBack() {
        Part one = used();
        Part other = fresh();
        String told = one.told().get();

        take(other, one.participant().carry());
        one.participant().released();
        take(one, other.participant().carry());
        other.participant().released();
        one.participant().reinstated();
        take(other, one.participant().carry());

        assertEquals(told, one.told().get());
        assertEquals(told, other.told().get());
    }

    @Test
    @DisplayName("refuses a state that was cut off anywhere, or has more behind it, and keeps its own")
    public final void refusesTruncated() {
        CarriedState whole = used().participant().carry();
        Part part = warmedUp();
        for (int length = 0; length < whole.bytes().length; length++) {
            refuses(part, new CarriedState(whole.version(), Arrays.copyOf(whole.bytes(), length)));
        }
        refuses(part, new CarriedState(whole.version(), Arrays.copyOf(whole.bytes(), whole.bytes().length + 1)));
    }

    @Test
    @DisplayName("refuses a version it does not know")
    public final void refusesUnknownVersions() {
        CarriedState state = used().participant().carry();
        Part part = warmedUp();

        refuses(part, new CarriedState(state.version() + 1_000, state.bytes()));
        refuses(part, new CarriedState(-1, state.bytes()));
    }

    @Test
    @DisplayName("takes or refuses whole whatever bytes come, and throws nothing else")
    public final void standsHostileBytes() {
        CarriedState whole = used().participant().carry();
        Part part = fresh();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] bytes = mutated(whole.bytes(), new Random(seed));
            String before = part.told().get();
            try {
                take(part, new CarriedState(whole.version(), bytes));
                part = fresh();
            } catch (UpgradeRefusedException refused) {
                assertEquals(before, part.told().get(), "after a refusal, seed " + seed);
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + ": " + other, other);
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    @Test
    @DisplayName("skips fields that a later version has added")
    public final void skipsUnknownFields() {
        Part before = used();
        Part after = fresh();
        CarriedState state = before.participant().carry();

        take(after, extended(state));

        assertEquals(before.told().get(), after.told().get());
    }

    /**
     * What a later version might write: the same fields and two more. As {@link StateWriter} writes, the first bytes say how many follow; a part
     * with a form of its own says here how it is added to.
     */
    protected CarriedState extended(CarriedState state) {
        byte[] more =
                fields(new StateWriter().number(9_001, 7).text(9_002, "later").state(1));
        byte[] own = fields(state);
        byte[] all = Arrays.copyOf(own, own.length + more.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        byte[] part = fields(new StateWriter().bytes(1, all).state(1));
        return new CarriedState(state.version(), Arrays.copyOfRange(part, 1, part.length));
    }

    private static byte[] fields(CarriedState state) {
        int head = 1;
        while (state.bytes()[head - 1] < 0) {
            head++;
        }
        return Arrays.copyOfRange(state.bytes(), head, state.bytes().length);
    }

    @Test
    @DisplayName("reads a state that version 1 wrote")
    public final void readsVersionOne() throws IOException {
        String id = used().participant().id();
        String directory = System.getProperty("twinmesh.golden");
        if (directory != null) {
            write(Path.of(directory), id);
            return;
        }
        Part part = fresh();

        take(part, new CarriedState(1, resource(id + ".state")));

        assertEquals(
                new String(resource(id + ".txt"), StandardCharsets.UTF_8),
                part.told().get());
    }

    private byte[] resource(String name) throws IOException {
        String path = "/upgrade/v1/" + name;
        try (InputStream stream = getClass().getResourceAsStream(path)) {
            assertNotNull(stream, () -> path + ": not there (expected: a state that version 1 wrote)");
            return stream.readAllBytes();
        }
    }

    private void write(Path directory, String id) throws IOException {
        Part part = used();
        Files.createDirectories(directory);
        Files.write(directory.resolve(id + ".state"), part.participant().carry().bytes());
        Files.writeString(directory.resolve(id + ".txt"), part.told().get());
    }
}
