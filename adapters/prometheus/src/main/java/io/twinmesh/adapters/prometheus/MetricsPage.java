package io.twinmesh.adapters.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code GET /metrics} in the format and encoding the scraper asks for. */
final class MetricsPage implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                refuse(exchange, 404, "path: " + exchange.getRequestURI().getPath() + " (expected: /metrics)");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                refuse(exchange, 405, "method: " + exchange.getRequestMethod() + " (expected: GET)");
            } else {
                scrape(exchange);
            }
        }
    }

    private void scrape(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer = writer(exchange.getRequestHeaders().getFirst("Accept"));
        byte[] page;
        try {
            page = page(writer);
        } catch (RuntimeException e) {
            LOG.warn("scrape failed", e);
            refuse(exchange, 500, "scrape: " + e + " (expected: readable numbers)");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
        send(exchange, page);
    }

    private byte[] page(ExpositionFormatWriter writer) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        writer.write(page, registry.scrape());
        return page.toByteArray();
    }

    private static void send(HttpExchange exchange, byte[] page) throws IOException {
        String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (encodings == null || !encodings.contains("gzip")) {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            return;
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = new GZIPOutputStream(exchange.getResponseBody())) {
            body.write(page);
        }
    }

    /** Protobuf is left out on purpose: its writer would bring a second copy of protobuf. */
    private ExpositionFormatWriter writer(@Nullable String accept) {
        ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
        return openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
    }

    private static void refuse(HttpExchange exchange, int status, String line) throws IOException {
        byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
