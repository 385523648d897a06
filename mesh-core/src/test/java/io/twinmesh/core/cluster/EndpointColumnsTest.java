package io.twinmesh.core.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.twinmesh.api.model.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointColumnsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "255.255.255.254",
                "127.0.0.1",
                "fd00::1",
                "::1",
                "::ffff:10.0.0.1",
                "localhost",
                "trade.acme.com",
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.259.1.1",
                "1.1.1.256",
                "01.2.3.4",
                "1.2.3.04",
                "00.0.0.0",
                "-1",
                "999999999999.1.1.1",
                "１.2.3.4"
            })
    void anAddressComesBackAsItWas(String address) {
        Endpoint endpoint = Endpoint.of(address, 20880, Map.of("version", "v1"), 7);
        EndpointColumns columns = new EndpointColumns(List.of(Endpoint.of("9.9.9.9", 1), endpoint));

        assertEquals(address, columns.address(1));
        assertEquals(endpoint, columns.endpoint(1));
        assertEquals(7, columns.endpoint(1).weight());
        assertEquals(Map.of("version", "v1"), columns.endpoint(1).labels());
    }

    @Test
    void randomAddressesComeBack() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Endpoint> endpoints = IntStream.range(0, 5_000)
                .mapToObj(i -> Endpoint.of(
                        random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                                + random.nextInt(256),
                        random.nextInt(65_536)))
                .toList();
        EndpointColumns columns = new EndpointColumns(endpoints);

        for (int row = 0; row < endpoints.size(); row++) {
            assertEquals(endpoints.get(row), columns.endpoint(row), "seed " + seed + ", row " + row);
        }
    }

    @Test
    void theGreatestPortAndWeightFit() {
        EndpointColumns columns = new EndpointColumns(List.of(Endpoint.of("10.0.0.1", 65_535, Map.of(), 65_535)));

        assertEquals(65_535, columns.port(0));
        assertEquals(65_535, columns.weight(0));
    }

    @Test
    void rowsAreSelectedByAllTheirLabels() {
        EndpointColumns columns = new EndpointColumns(List.of(
                Endpoint.of("10.0.0.1", 1, Map.of("version", "v1", "zone", "a"), 1),
                Endpoint.of("10.0.0.2", 1, Map.of("version", "v2"), 1),
                Endpoint.of("10.0.0.3", 1, Map.of("version", "v1", "zone", "b"), 1)));

        assertArrayEquals(new int[] {0, 2}, columns.select(Map.of("version", "v1")));
        assertArrayEquals(new int[] {2}, columns.select(Map.of("version", "v1", "zone", "b")));
        assertArrayEquals(new int[] {}, columns.select(Map.of("version", "v3")));
        assertArrayEquals(new int[] {0, 1, 2}, columns.select(Map.of()));
    }

    @Test
    void equalEndpointsMakeEqualColumns() {
        Endpoint one = Endpoint.of("10.0.0.1", 1, Map.of("version", "v1"), 1);
        Endpoint heavier = Endpoint.of("10.0.0.1", 1, Map.of("version", "v1"), 2);

        assertEquals(new EndpointColumns(List.of(one)), new EndpointColumns(List.of(one)));
        assertEquals(new EndpointColumns(List.of(one)).hashCode(), new EndpointColumns(List.of(one)).hashCode());
        assertNotEquals(new EndpointColumns(List.of(one)), new EndpointColumns(List.of(heavier)));
    }
}
