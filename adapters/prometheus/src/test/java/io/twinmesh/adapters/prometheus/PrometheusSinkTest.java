package io.twinmesh.adapters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSinkProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusSinkTest {

    private final FixedStats stats = new FixedStats()
            .call(
                    StatsLevel.SERVICE,
                    Map.of("service", "com.acme.Trade"),
                    Map.of("ok", 9L, "timeout", 1L),
                    Map.of("throttled", 4L))
            .call(
                    StatsLevel.METHOD,
                    Map.of("service", "com.acme.Trade", "method", "buy"),
                    Map.of("ok", 9L),
                    Map.of("throttled", 4L))
            .call(
                    StatsLevel.METHOD,
                    Map.of("service", "com.acme.Trade", "method", "sell"),
                    Map.of("timeout", 1L),
                    Map.of())
            .counter("policy_updates_refused", 3)
            .counter("connections_open", 5);

    private final PrometheusSink sink = new PrometheusSink(ListenAddress.parse("127.0.0.1:0"));

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void valuesOfAScrapeAreThoseOfTheSource() {
        sink.start(stats);

        Map<String, Double> samples = Scrape.of(sink).samples();

        assertEquals(
                9, samples.get("twinmesh_service_calls_total{direction=outbound, outcome=ok, service=com.acme.Trade}"));
        assertEquals(
                1,
                samples.get(
                        "twinmesh_service_calls_total{direction=outbound, outcome=timeout, service=com.acme.Trade}"));
        assertEquals(
                4,
                samples.get(
                        "twinmesh_service_rejections_total{direction=outbound, reason=throttled, service=com.acme.Trade}"));
        assertEquals(3, samples.get("twinmesh_policy_updates_refused_total{}"));
        assertEquals(5, samples.get("twinmesh_connections_open{}"));
    }

    @Test
    void aSumOverOneFamilyCountsEveryCallOnce() {
        sink.start(stats);

        Map<String, Double> samples = Scrape.of(sink).samples();

        assertEquals(10, sum(samples, "twinmesh_service_calls_total"));
        assertEquals(10, sum(samples, "twinmesh_method_calls_total"));
        assertEquals(0, sum(samples, "twinmesh_calls_total"));
    }

    @Test
    void latencyIsACumulatedHistogramInSeconds() {
        sink.start(stats);

        Map<String, Double> samples = Scrape.of(sink).samples();

        String labels = "direction=outbound, service=com.acme.Trade";
        assertEquals(7, samples.get("twinmesh_service_latency_seconds_bucket{" + labels + ", le=0.001}"));
        assertEquals(9, samples.get("twinmesh_service_latency_seconds_bucket{" + labels + ", le=0.005}"));
        assertEquals(10, samples.get("twinmesh_service_latency_seconds_bucket{" + labels + ", le=+Inf}"));
        assertEquals(10, samples.get("twinmesh_service_latency_seconds_count{" + labels + "}"));
        assertEquals(0.123, samples.get("twinmesh_service_latency_seconds_sum{" + labels + "}"), 1e-9);
    }

    @Test
    void everyScrapeReadsTheSourceAnew() {
        sink.start(stats);
        Scrape.of(sink);

        stats.counter("policy_updates_refused", 4);

        assertEquals(4, Scrape.of(sink).samples().get("twinmesh_policy_updates_refused_total{}"));
    }

    @Test
    void namesPassTheRulesOfPromtool() {
        sink.start(stats);

        Scrape scrape = Scrape.of(sink);

        assertTrue(scrape.types().size() >= 8, () -> scrape.types().toString());
        scrape.types().forEach((name, type) -> MetricLint.check(name, type, scrape));
    }

    @Test
    void labelValuesWithQuotesBackslashesAndNewLinesComeThrough() {
        String nasty = "a\"b\\c\nd é{}";
        sink.start(new FixedStats().call(StatsLevel.SERVICE, Map.of("service", nasty), Map.of("ok", 1L), Map.of()));

        Map<String, Double> samples = Scrape.of(sink).samples();

        assertEquals(
                1, samples.get("twinmesh_service_calls_total{direction=outbound, outcome=ok, service=" + nasty + "}"));
    }

    @Test
    void nothingCountedYetIsAnEmptyPage() {
        sink.start(new FixedStats());

        assertTrue(Scrape.of(sink).samples().isEmpty());
    }

    @Test
    void openMetricsIsServedToThoseWhoAskForIt() {
        sink.start(stats);

        HttpPage page = HttpPage.get(sink, "/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        assertTrue(page.contentType().startsWith("application/openmetrics-text"), page.contentType());
        assertTrue(page.text().endsWith("# EOF\n"), page.text());
    }

    @Test
    void gzipIsServedToThoseWhoAskForIt() throws IOException {
        sink.start(stats);

        HttpPage page = HttpPage.get(sink, "/metrics", "Accept-Encoding", "gzip");

        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(page.body()))) {
            assertTrue(
                    new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("twinmesh_service_calls_total"));
        }
    }

    @Test
    void otherPathsAndMethodsAreRefused() {
        sink.start(stats);

        assertEquals(404, HttpPage.get(sink, "/", "Accept", "text/plain").status());
        assertEquals(
                405,
                HttpPage.ask(sink, "DELETE", "/metrics", "Accept", "text/plain").status());
    }

    @Test
    void aSourceThatFailsIsAnErrorPageAndTheNextScrapeWorks() {
        sink.start(stats);

        stats.failing(true);
        assertEquals(500, HttpPage.get(sink, "/metrics", "Accept", "text/plain").status());

        stats.failing(false);
        assertEquals(200, HttpPage.get(sink, "/metrics", "Accept", "text/plain").status());
    }

    @Test
    void aPortInUseIsNamed() {
        sink.start(stats);
        String address = "127.0.0.1:" + sink.address().getPort();
        PrometheusSink second = new PrometheusSink(ListenAddress.parse(address));

        MeshConfigurationException refused = assertThrows(MeshConfigurationException.class, () -> second.start(stats));

        assertTrue(
                refused.getMessage()
                        .startsWith("option 'metrics': " + address + " (expected: an address that can be bound"),
                refused.getMessage());
        assertNull(second.address());
    }

    @Test
    void theProviderIsFoundAndAnswersOnlyIfAsked() {
        StatsSinkProvider provider =
                ServiceLoader.load(StatsSinkProvider.class).findFirst().orElseThrow();

        assertEquals("prometheus", provider.id());
        assertNull(provider.create(MeshConfig.builder("cart").build()));
        assertInstanceOf(
                PrometheusSink.class,
                provider.create(MeshConfig.builder("cart")
                        .option("metrics", "[::1]:15020")
                        .build()));
    }

    private static double sum(Map<String, Double> samples, String family) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(family + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
