package io.twinmesh.adapters.istio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {

    /** Takes readings and remembers the threads that brought them. */
    private static final class FakeListener implements ConfigListener {

        final List<Reading> readings = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Override
        public void policy(PolicySet policy, List<Problem> problems) {
            threads.add(Thread.currentThread());
            readings.add(new Reading(policy, problems));
        }

        @Override
        public void endpoints(EndpointAssignment assignment) {
            throw new AssertionError("a directory delivers endpoints with its policy");
        }

        Reading last() {
            return readings.get(readings.size() - 1);
        }
    }

    @TempDir
    Path temp;

    private final FakeListener listener = new FakeListener();
    private Path rules;
    private ConfigSource source;

    @BeforeEach
    void prepare() throws IOException {
        rules = Files.createDirectory(temp.resolve("rules"));
        Files.writeString(rules.resolve("a.yaml"), workload("a"));
        source = source(rules, 50, 300);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void isFoundByItsIdAndOnlyCreatedForADirectory() {
        ConfigSourceProvider provider = ServiceLoader.load(ConfigSourceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals("directory"))
                .findFirst()
                .orElseThrow();

        assertNull(provider.create(MeshConfig.builder("app").build()));
        ConfigSource created = provider.create(MeshConfig.of("app", rules));
        assertNotNull(created);
        created.close();
    }

    @Test
    void deliversBeforeStartReturns() {
        source.start(listener);

        assertEquals(1, listener.readings.size());
        assertEquals(List.of(), listener.last().problems());
        assertEquals(Thread.currentThread(), listener.threads.get(0));
    }

    @Test
    void missingDirectoryIsToldAtOnceAndFoundWhenItIsMade() throws IOException {
        Path later = temp.resolve("later");
        source = source(later, 50, 100);

        source.start(listener);
        assertEquals("TM0112", listener.last().problems().get(0).code());
        Files.createDirectory(later);
        Files.writeString(later.resolve("a.yaml"), workload("a"));

        await().until(() -> listener.last().usable());
    }

    @Test
    void writeAndRenameIsOneUpdate() throws IOException {
        source.start(listener);

        replace("a.yaml", workload("b"));

        await().until(() -> listener.readings.size() == 2);
        assertEquals(
                RuleDirectory.read(rules).policy().version(),
                listener.last().policy().version());
        assertTrue(listener.threads.get(1).isDaemon());
    }

    @Test
    void severalFilesWrittenTogetherAreOneUpdate() throws IOException {
        source.start(listener);

        for (String name : List.of("a", "b", "c", "d")) {
            Files.writeString(rules.resolve(name + ".yaml"), workload(name + "-new"));
        }
        String version = RuleDirectory.read(rules).policy().version();

        await().until(() -> listener.last().policy().version().equals(version));
        assertEquals(2, listener.readings.size());
    }

    @Test
    void swapOfALinkAsKubernetesDoesItIsSeen() throws IOException {
        Path volume = Files.createDirectory(temp.resolve("volume"));
        Files.writeString(Files.createDirectory(volume.resolve("..1")).resolve("a.yaml"), workload("a"));
        Files.writeString(Files.createDirectory(volume.resolve("..2")).resolve("a.yaml"), workload("b"));
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(volume.resolve("a.yaml"), Path.of("..data", "a.yaml"));
        source = source(volume, 50, 100);
        source.start(listener);
        assertEquals(List.of(), listener.last().problems());

        Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2"));
        Files.move(volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> listener.readings.size() == 2);
        assertEquals(List.of(), listener.last().problems());
    }

    @Test
    void replacedDirectoryIsWatchedOn() throws IOException {
        source.start(listener);

        Files.move(rules, temp.resolve("old"));
        Files.createDirectory(rules);
        Files.writeString(rules.resolve("a.yaml"), workload("second"));
        String second = RuleDirectory.read(rules).policy().version();
        await().until(() -> listener.last().policy().version().equals(second));
        replace("a.yaml", workload("third"));

        String third = RuleDirectory.read(rules).policy().version();
        await().until(() -> listener.last().policy().version().equals(third));
    }

    @Test
    void badVersionIsDeliveredWithItsProblemsAndThenTheGoodOne() throws IOException {
        source.start(listener);

        replace("a.yaml", "kind: [");
        await().until(() -> !listener.last().usable());
        replace("a.yaml", workload("good"));

        await().until(() -> listener.last().usable());
        assertEquals(3, listener.readings.size());
    }

    @Test
    void touchedFileIsNoUpdate() throws IOException {
        source.start(listener);

        replace("a.yaml", workload("a"));
        Files.writeString(rules.resolve("notes.txt"), "nothing");
        replace("b.yaml", workload("b"));

        await().until(() -> listener.readings.size() > 1);
        assertEquals(
                RuleDirectory.read(rules).policy().version(),
                listener.readings.get(1).policy().version());
    }

    @Test
    void changeThatLeavesSizeAndTimeAsTheyAreIsSeen() throws IOException {
        Path file = rules.resolve("a.yaml");
        source = source(rules, 20, 1);
        source.start(listener);
        var time = Files.getLastModifiedTime(file);

        Files.writeString(file, workload("b"));
        Files.setLastModifiedTime(file, time);

        await().until(() -> listener.readings.size() == 2);
    }

    @Test
    void closedSourceEndsItsThread() throws IOException {
        source.start(listener);
        replace("a.yaml", workload("b"));
        await().until(() -> listener.threads.size() == 2);

        source.close();

        await().until(() -> !listener.threads.get(1).isAlive());
        assertFalse(listener.readings.isEmpty());
    }

    private static ConfigSource source(Path directory, int pollMillis, int quietMillis) {
        return new DirectorySource(directory, Duration.ofMillis(pollMillis), Duration.ofMillis(quietMillis));
    }

    private void replace(String name, String text) throws IOException {
        Path file = Files.writeString(temp.resolve(name + ".tmp"), text);
        Files.move(file, rules.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String workload(String name) {
        return "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: " + name
                + "}\nspec: {address: 10.0.0.1}\n";
    }
}
