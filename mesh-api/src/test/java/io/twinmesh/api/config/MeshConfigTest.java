package io.twinmesh.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options come from code, from system properties, and are told apart from what was never set. */
final class MeshConfigTest {

    private final Map<String, String> before = new HashMap<>();

    private void property(String name, String value) {
        String key = "twinmesh." + name;
        before.put(key, System.getProperty(key));
        System.setProperty(key, value);
    }

    @AfterEach
    void restoreProperties() {
        before.forEach((key, value) -> {
            if (value == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, value);
            }
        });
    }

    private static String refusal(MeshConfig config) {
        return assertThrows(MeshConfigurationException.class, () -> config.number("workers", 4, 1, 256))
                .getMessage();
    }

    private static MeshConfig workers(String value) {
        return MeshConfig.builder("cart").option("workers", value).build();
    }

    @Test
    void whatTheCodeSaysIsThere() {
        MeshConfig config = MeshConfig.builder("cart")
                .backend("agent")
                .rules(Path.of("rules"))
                .label("env", "gray")
                .option("metrics", "127.0.0.1:0")
                .build();

        assertEquals("cart", config.application());
        assertEquals("agent", config.backend());
        assertEquals(Path.of("rules"), config.rules());
        assertEquals(Map.of("env", "gray"), config.labels());
        assertEquals("127.0.0.1:0", config.option("metrics"));
        assertEquals("127.0.0.1:0", config.option("metrics", "none"));
    }

    @Test
    void whatNobodySaidIsAbsent() {
        MeshConfig config = MeshConfig.builder("cart").build();

        assertNull(config.rules());
        assertNull(config.option("metrics"));
        assertEquals("none", config.option("metrics", "none"));
        assertEquals(4, config.number("workers", 4, 1, 256));
    }

    @Test
    void theShortFormIsAnApplicationWithRules() {
        MeshConfig config = MeshConfig.of("cart", Path.of("/etc/rules"));

        assertEquals("cart", config.application());
        assertEquals(Path.of("/etc/rules"), config.rules());
        assertEquals(Map.of(), config.labels());
    }

    @Test
    void aBuilderThatGoesOnChangesNothingThatWasBuilt() {
        MeshConfig.Builder builder = MeshConfig.builder("cart").option("a", "1").label("env", "ab");
        MeshConfig first = builder.build();

        builder.option("a", "2").label("env", "prod");

        assertEquals("1", first.option("a"));
        assertEquals(Map.of("env", "ab"), first.labels());
        assertEquals("2", builder.build().option("a"));
        assertThrows(UnsupportedOperationException.class, () -> first.labels().put("env", "x"));
    }

    @Test
    void anotherValueForAnOptionLeavesAllElse() {
        MeshConfig first = MeshConfig.builder("cart")
                .backend("proxy")
                .rules(Path.of("r"))
                .label("env", "ab")
                .option("a", "1")
                .option("b", "2")
                .build();

        MeshConfig second = first.with("a", "3").with("c", "4");

        assertEquals("1", first.option("a"));
        assertEquals("3", second.option("a"));
        assertEquals("2", second.option("b"));
        assertEquals("4", second.option("c"));
        assertEquals("proxy", second.backend());
        assertEquals(Path.of("r"), second.rules());
        assertEquals(Map.of("env", "ab"), second.labels());
        assertEquals("cart", second.application());
    }

    @Test
    void propertiesOfTheProductBecomeOptions() {
        property("application", "cart");
        property("rules", "/etc/rules");
        property("stats.levels", "none");
        System.setProperty("other.stats.levels", "all");

        MeshConfig config = MeshConfig.fromEnvironment("unknown").build();

        System.clearProperty("other.stats.levels");
        assertEquals("cart", config.application());
        assertEquals(Path.of("/etc/rules"), config.rules());
        assertEquals("none", config.option("stats.levels"));
        assertNull(config.option("other.stats.levels"));
    }

    @Test
    void theBackendIsReadWhenItIsAskedForAndTheCodeWins() {
        MeshConfig asked = MeshConfig.fromEnvironment("cart").backend("agent").build();
        MeshConfig open = MeshConfig.fromEnvironment("cart").build();

        property("backend", "proxy");

        assertEquals("agent", asked.backend());
        assertEquals("proxy", open.backend());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void whatIsSetToNothingIsNotSet(String nothing) {
        Assumptions.assumeTrue(System.getenv("MESH_BACKEND") == null && System.getenv("MESH_RULES") == null);
        property("application", nothing);
        property("rules", nothing);
        property("backend", nothing);

        MeshConfig config = MeshConfig.fromEnvironment("cart").build();

        assertEquals("cart", config.application());
        assertNull(config.rules(), "the working directory would be read");
        assertNull(config.backend(), "backend '' would be looked for");
    }

    @Test
    void numbersWithinTheirBoundsAreRead() {
        assertEquals(1, workers("1").number("workers", 4, 1, 256));
        assertEquals(256, workers("256").number("workers", 4, 1, 256));
        assertEquals(-5, workers("-5").number("workers", 4, -5, 5));
        assertEquals(
                Integer.MIN_VALUE, workers("-2147483648").number("workers", 4, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "", " 4", "4 ", "four", "4.0", "0x4", "2147483648", "-2147483649"})
    void otherTextIsRefusedWithTheRange(String text) {
        assertEquals("option 'workers': " + text + " (expected: a whole number from 1 to 256)", refusal(workers(text)));
    }

    @Test
    void aRefusalCanBeTakenApart() {
        MeshConfigurationException refused = new MeshConfigurationException("backend 'x'", "not found", "one of [a]");

        assertEquals("backend 'x'", refused.subject());
        assertEquals("not found", refused.value());
        assertEquals("one of [a]", refused.expected());
        assertEquals("backend 'x': not found (expected: one of [a])", refused.getMessage());
    }

    @Test
    void aMeshHasAnApplication() {
        NullPointerException refused = assertThrows(NullPointerException.class, () -> MeshConfig.builder(null));

        assertEquals("application", refused.getMessage());
    }

    @Test
    void aProblemIsOneLine() {
        Problem inFile = Problem.error("IST0106", "a.yaml", "Route/x spec", "-1", "0 or more");
        Problem nowhere = Problem.warning("TM0117", "", "rules", "12 more", "none");

        assertEquals("a.yaml: Route/x spec: -1 (expected: 0 or more) [IST0106]", inFile.line());
        assertEquals("rules: 12 more (expected: none) [TM0117]", nowhere.line());
        assertEquals(
                Map.of(
                        Problem.Severity.ERROR,
                        true,
                        Problem.Severity.WARNING,
                        false,
                        Problem.Severity.UNSUPPORTED,
                        false),
                Map.of(
                        inFile.severity(), inFile.isError(),
                        nowhere.severity(), nowhere.isError(),
                        Problem.unsupported("TM0102", "", "", "", "").severity(),
                                Problem.unsupported("TM0102", "", "", "", "").isError()));
    }
}
