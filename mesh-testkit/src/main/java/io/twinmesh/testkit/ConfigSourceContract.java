package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConfigSource} promises. To hold one against it: extend, say how it is made and how what it reads is changed, run. The
 * outside system holds a good policy when a test begins.
 */
@Preview(since = "0.1")
@DisplayName("A config source")
public abstract class ConfigSourceContract {

    /** For subclasses. */
    protected ConfigSourceContract() {}

    /** The provider under test, new each time. */
    protected abstract ConfigSourceProvider provider();

    /** Options that ask for this source. */
    protected abstract MeshConfig asking();

    /** Puts another good policy into the outside system. */
    protected abstract void change() throws Exception;

    /** Puts a policy with an error into the outside system. */
    protected abstract void spoil() throws Exception;

    private ConfigSource source() {
        return Objects.requireNonNull(provider().create(asking()), "a source that was asked for");
    }

    @Test
    @DisplayName("is found by ServiceLoader")
    public final void isRegistered() {
        Registered.isFound(
                ServiceLoader.load(ConfigSourceProvider.class), provider().getClass());
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
    @DisplayName("delivers the first policy before start returns")
    public final void deliversAtOnce() {
        Deliveries deliveries = new Deliveries();
        try (ConfigSource source = source()) {
            source.start(deliveries);

            assertEquals(1, deliveries.count(), "policies delivered when start returned");
            assertTrue(deliveries.last().problems().stream().noneMatch(Problem::isError), () -> deliveries.last() + "");
        }
    }

    @Test
    @DisplayName("delivers a change, under another version")
    public final void deliversChanges() throws Exception {
        Deliveries deliveries = new Deliveries();
        try (ConfigSource source = source()) {
            source.start(deliveries);
            String before = deliveries.last().policy().version();

            change();

            deliveries.await(delivery -> !delivery.policy().version().equals(before));
        }
    }

    @Test
    @DisplayName("gives equal content an equal version, and other content another")
    public final void versionNamesContent() throws Exception {
        String one = version();
        String again = version();
        change();
        String other = version();

        assertEquals(one, again, "versions of equal content");
        assertNotEquals(one, other, "versions of different content");
    }

    private String version() {
        Deliveries deliveries = new Deliveries();
        try (ConfigSource source = source()) {
            source.start(deliveries);
            return deliveries.last().policy().version();
        }
    }

    @Test
    @DisplayName("reports a bad policy as a problem, and throws nothing")
    public final void reportsProblems() throws Exception {
        Deliveries deliveries = new Deliveries();
        try (ConfigSource source = source()) {
            source.start(deliveries);

            spoil();

            deliveries.await(delivery -> delivery.problems().stream().anyMatch(Problem::isError));
        }
    }

    @Test
    @DisplayName("starts on a bad policy, too")
    public final void startsOnBadPolicy() throws Exception {
        spoil();
        Deliveries deliveries = new Deliveries();
        try (ConfigSource source = source()) {
            source.start(deliveries);

            assertTrue(deliveries.last().problems().stream().anyMatch(Problem::isError), () -> deliveries.last() + "");
        }
    }

    @Test
    @DisplayName("delivers nothing after it was closed, and calls its listener from one thread at a time")
    public final void closedIsSilent() throws Exception {
        Deliveries deliveries = new Deliveries();
        ConfigSource source = source();
        source.start(deliveries);
        source.close();
        int before = deliveries.count();

        change();

        version();
        assertEquals(before, deliveries.count(), "policies delivered after close");
        assertEquals(0, deliveries.overlaps(), "deliveries at the same time");
    }
}
