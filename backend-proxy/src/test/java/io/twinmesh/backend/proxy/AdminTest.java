package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {

    private final FakeKernel kernel = FakeKernel.to(Endpoint.of("10.0.0.1", 20880));
    private Sidecar sidecar;

    @BeforeEach
    void open() {
        sidecar = Sidecar.outbound(kernel);
    }

    @AfterEach
    void close() {
        sidecar.close();
    }

    @Test
    void readyFollowsTheKernel() throws Exception {
        assertEquals("200 ready\n", sidecar.get("/ready"));
        kernel.ready = false;
        assertTrue(sidecar.get("/ready").startsWith("503 not ready: rules: none in force"));
    }

    @Test
    void configTellsVersionAndBoundAddresses() throws Exception {
        String config = sidecar.get("/config");

        assertTrue(config.contains("\"version\": \"v1\""), config);
        assertTrue(
                config.contains("\"outbound\": \"127.0.0.1:" + sidecar.address().getPort()), config);
    }

    @Test
    void explainDescribesTheCallToTheKernel() throws Exception {
        String text = sidecar.get(
                "/explain?service=demo.Hello&method=buy&types=java.lang.Long,int&arg=7&attachment=tag=gray");

        assertTrue(text.contains("\"kind\": \"forward\""), text);
        assertTrue(text.contains("\"endpoint\": \"10.0.0.1:20880\""), text);
        assertTrue(text.contains("demo.Hello#buy(java.lang.Long,int) 7 gray"), text);
    }

    @Test
    void explainWithoutServiceSaysWhatItNeeds() throws Exception {
        assertTrue(sidecar.get("/explain").startsWith("400 explain: service, method (expected: both"));
    }

    @Test
    void explainRefusesAnArgumentThatIsNoneOfItsType() throws Exception {
        String call = "/explain?service=demo.Hello&method=buy&types=java.lang.Long,boolean";

        assertEquals("400 arg 0: 7x (expected: a java.lang.Long)\n", sidecar.get(call + "&arg=7x"));
        assertEquals("400 arg 1: yes (expected: a boolean)\n", sidecar.get(call + "&arg=7&arg=yes"));
        assertEquals("400 arg 2: 1 (expected: no more than types, 2)\n", sidecar.get(call + "&arg=7&arg=true&arg=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "nowhere:20880",
                "::1:20880",
                "[10.0.0.1]:20880",
                ":1"
            })
    void explainRefusesADestinationThatIsNone(String destination) throws Exception {
        assertEquals(
                "400 destination: " + destination
                        + " (expected: ADDR:PORT, an IPv4 address or an IPv6 one in brackets, port 1 to 65535)\n",
                sidecar.get("/explain?service=demo.Hello&method=buy&destination=" + destination));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:1", "[::1]:65535"})
    void explainTakesADestination(String destination) throws Exception {
        assertTrue(sidecar.get("/explain?service=demo.Hello&method=buy&destination=" + destination)
                .startsWith("200 "));
    }

    @Test
    void statsAreLinesOrJson() throws Exception {
        assertTrue(sidecar.get("/stats").contains("\npolicy_updates 1\n"));
        assertTrue(sidecar.get("/stats?format=json").contains("\"dubbo_requests\": 0"));
    }

    @Test
    void otherPathsListThePages() throws Exception {
        assertTrue(sidecar.get("/nothing").startsWith("404 /nothing: no such page\n/ready\n/config\n"));
        assertTrue(sidecar.get("/").contains("/explain"));
        assertTrue(sidecar.get("/clusters").startsWith("200 []"));
        assertTrue(sidecar.get("/rules").startsWith("200 []"));
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        assertEquals("405 method: DELETE (expected: GET)\n", sidecar.request("DELETE", "/ready"));
    }
}
