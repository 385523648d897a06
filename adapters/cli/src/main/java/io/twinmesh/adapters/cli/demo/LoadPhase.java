package io.twinmesh.adapters.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.adapters.cli.Json;
import java.util.Arrays;

/**
 * What became of the calls of one client in one phase. Latencies are in microseconds, from the time a call was to be made.
 *
 * @param failure what one of the failures said; empty if there was none
 */
record LoadPhase(long calls, long failures, int p50, int p99, int p999, int max, String failure) {

    /** Reads what a consumer prints. */
    static LoadPhase of(String json) {
        JsonNode node = Json.parse(json);
        return new LoadPhase(
                node.path("calls").asLong(),
                node.path("failures").asLong(),
                node.path("p50").asInt(),
                node.path("p99").asInt(),
                node.path("p999").asInt(),
                node.path("max").asInt(),
                node.path("failure").asText());
    }

    /** Counts the calls of a phase. Threading: any. */
    static final class Collector {

        private long failures;
        private String failure = "";
        private int[] micros = new int[1 << 14];
        private int measured;

        synchronized void ended(long took) {
            if (measured == micros.length) {
                micros = Arrays.copyOf(micros, measured * 2);
            }
            micros[measured++] = (int) Math.min(Integer.MAX_VALUE, took);
        }

        synchronized void failed(String why) {
            failures++;
            failure = why;
        }

        synchronized LoadPhase phase() {
            Arrays.sort(micros, 0, measured);
            return new LoadPhase(measured + failures, failures, at(0.5), at(0.99), at(0.999), at(1), failure);
        }

        private int at(double quantile) {
            return measured == 0 ? 0 : micros[(int) Math.min(measured - 1L, (long) (quantile * measured))];
        }
    }
}
