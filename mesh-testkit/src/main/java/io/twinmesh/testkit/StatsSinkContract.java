package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link StatsSink} promises. To hold one against it: extend, say how it is made and how its output is read, run. */
@Preview(since = "0.1")
@DisplayName("A stats sink")
public abstract class StatsSinkContract {

    /** For subclasses. */
    protected StatsSinkContract() {}

    /** The provider under test, new each time. */
    protected abstract StatsSinkProvider provider();

    /** Options that ask for this sink. */
    protected abstract MeshConfig asking();

    /** What has come out on the other side of a started sink by now, as text. */
    protected abstract String carriedOut(StatsSink sink) throws Exception;

    private StatsSink sink() {
        return Objects.requireNonNull(provider().create(asking()), "a sink that was asked for");
    }

    @Test
    @DisplayName("is found by ServiceLoader")
    public final void isRegistered() {
        Registered.isFound(
                ServiceLoader.load(StatsSinkProvider.class), provider().getClass());
    }

    @Test
    @DisplayName("has an id of lower case words joined by dashes")
    public final void idIsWords() {
        Registered.isWords(provider().id());
    }

    @Test
    @DisplayName("is not there unless the configuration asks for it")
    public final void isNotThereUnasked() {
        assertNull(provider().create(MeshConfig.builder("cart").build()));
    }

    @Test
    @DisplayName("carries calls, rejections and counters out, with what names them")
    public final void carriesNumbersOut() throws Exception {
        FakeStatsSource source = new FakeStatsSource()
                .service("com.acme.Trade", 54_321, 98_765)
                .counter("policy_updates_refused", 43_219);
        try (StatsSink sink = sink()) {
            sink.start(source);

            String out = carriedOut(sink);

            for (String part : new String[] {"com.acme.Trade", "54321", "98765", "policy_updates_refused", "43219"}) {
                assertTrue(out.contains(part), () -> part + ": not carried out: " + out);
            }
        }
    }

    @Test
    @DisplayName("carries out what was counted after it was started")
    public final void carriesLaterNumbersOut() throws Exception {
        FakeStatsSource source = new FakeStatsSource();
        try (StatsSink sink = sink()) {
            sink.start(source);
            String before = carriedOut(sink);

            source.service("com.acme.Later", 54_321, 0);

            assertTrue(!before.contains("com.acme.Later"), before);
            String after = carriedOut(sink);
            assertTrue(after.contains("com.acme.Later"), () -> "counted after the start: not carried out: " + after);
        }
    }

    @Test
    @DisplayName("can be closed and opened again in the same process")
    public final void opensAgain() throws Exception {
        sink().close();
        try (StatsSink first = sink()) {
            first.start(new FakeStatsSource());
        }
        try (StatsSink second = sink()) {
            second.start(new FakeStatsSource().service("com.acme.Again", 1, 0));

            assertTrue(carriedOut(second).contains("com.acme.Again"));
        }
    }
}
