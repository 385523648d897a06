package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callers give calls up by their own time; where a rule looks at that, the kernel is told as it is in process. */
final class CallerTimeoutTest {

    @Test
    void callThatItsCallerGaveUpEndsAndItsLateAnswerIsPassedOn() throws Exception {
        try (FakeProvider provider = FakeProvider.silent()) {
            FakeKernel kernel = FakeKernel.to(provider.endpoint());
            kernel.timed = true;
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                client.send(Frame.patientCall(1, "say", "30"));
                Frame received = provider.take();

                await().until(() -> List.copyOf(kernel.outcomes).equals(List.of(Outcome.TIMEOUT)));
                provider.connections().get(0).send(Frame.ok(received.id(), "late"));

                assertEquals(Frame.ok(1, "late"), client.read());
                assertEquals(List.of(Outcome.TIMEOUT), List.copyOf(kernel.outcomes));
                assertEquals(1, sidecar.counter("dubbo_calls_given_up"));
            }
        }
    }

    @Test
    void callsEndInTheOrderOfTheirTimesAndThoseAnsweredBeforeAreNotTouched() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> {
            if (frame.text().contains("quick")) {
                connection.send(Frame.ok(frame.id(), "p"));
            }
        })) {
            FakeKernel kernel = FakeKernel.to(provider.endpoint());
            kernel.timed = true;
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                client.send(
                        Frame.patientCall(1, "slow", "20"),
                        Frame.patientCall(2, "quick", "20000"),
                        Frame.patientCall(3, "slow", "25"),
                        Frame.patientCall(4, "slow", "20000"));
                assertEquals(Frame.ok(2, "p"), client.read());

                await().until(() -> kernel.outcomes.size() == 3);

                assertEquals(2, sidecar.counter("dubbo_calls_given_up"));
                assertEquals(
                        1, kernel.outcomes.stream().filter(Outcome.OK::equals).count());
                assertEquals(1, kernel.open.get());
            }
        }
    }

    @Test
    void withoutARuleThatLooksAtItTheTimeIsNotRead() throws Exception {
        try (FakeProvider provider = FakeProvider.silent()) {
            FakeKernel kernel = FakeKernel.to(provider.endpoint());
            try (Sidecar sidecar = Sidecar.outbound(kernel, "call-timeout-ms", "200");
                    RawClient client = sidecar.connect()) {
                client.send(Frame.patientCall(1, "say", "10"));

                assertEquals(31, client.read().status());
                assertEquals(List.of(Outcome.TIMEOUT), List.copyOf(kernel.outcomes));
                assertEquals(0, sidecar.counter("dubbo_calls_given_up"));
            }
        }
    }

    @Test
    void callerThatDoesNotSayIsWaitedFor() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p")) {
            FakeKernel kernel = FakeKernel.to(provider.endpoint());
            kernel.timed = true;
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                client.send(
                        Frame.patientCall(1, "say", "soon"), Frame.call(2, "say"), Frame.patientCall(3, "say", "0"));

                assertEquals(3, client.read(3).size());
                assertEquals(List.of(Outcome.OK, Outcome.OK, Outcome.OK), List.copyOf(kernel.outcomes));
            }
        }
    }
}
