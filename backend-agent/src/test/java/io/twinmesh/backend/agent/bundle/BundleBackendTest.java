package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.backend.agent.bundle.BundleBackend.Split;
import io.twinmesh.testkit.FakeKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleBackendTest {

    private static final Endpoint OLD = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint NEW = Endpoint.of("10.0.0.2", 20880);

    private final FakeKernel oldKernel = new FakeKernel();
    private final FakeKernel newKernel = new FakeKernel();
    private final List<Outcome> permitsEnded = new ArrayList<>();
    private final AtomicReference<ThrottleVerdict> limits = new AtomicReference<>((Permit) permitsEnded::add);
    private final AtomicInteger alarms = new AtomicInteger();
    private final AtomicInteger dice = new AtomicInteger();
    private final BundleBackend backend = new BundleBackend(dice::get);
    private final Side serving = Sides.of("v1", limited(oldKernel));

    private Kernel limited(FakeKernel kernel) {
        return new KernelOnTop(kernel) {
            @Override
            public ThrottleVerdict permit(Direction direction, RpcRequest request) {
                return limits.get();
            }
        };
    }

    @BeforeEach
    void giveEndpoints() {
        oldKernel.endpoints("com.acme.Trade", OLD);
        newKernel.endpoints("com.acme.Trade", NEW);
    }

    private Side candidate(Kernel kernel) {
        Side candidate = Sides.of("v2", kernel);
        backend.use(new Split(serving, candidate, 30, alarms::incrementAndGet));
        return candidate;
    }

    private Endpoint to(Call call) {
        return assertInstanceOf(Forward.class, call.decision()).endpoint();
    }

    @Test
    void theDiceSayWhoDecides() {
        candidate(newKernel);

        dice.set(29);
        assertEquals(NEW, to(backend.outbound(Shop.REQUEST)));
        dice.set(30);
        assertEquals(OLD, to(backend.outbound(Shop.REQUEST)));
    }

    @Test
    void aCallEndsOnceInTheKernelThatDecidedItAndGivesThePermitOfTheOtherBack() {
        Side candidate = candidate(newKernel);

        Call call = backend.outbound(Shop.REQUEST);
        call.end(Outcome.TIMEOUT);
        call.end(Outcome.OK);

        assertEquals(List.of(Outcome.TIMEOUT), newKernel.ended());
        assertEquals(List.of(), oldKernel.ended());
        assertEquals(List.of(Outcome.TIMEOUT), permitsEnded);
        assertEquals(0, candidate.inside() + serving.inside());
        assertEquals(NEW, to(call));
    }

    @Test
    void whatTheLimitsOfTheServingBundleRejectItAnswersItself() {
        Side candidate = candidate(newKernel);
        limits.set(Reject.of(RejectReason.THROTTLED, "limit"));

        assertEquals(OLD, to(backend.outbound(Shop.REQUEST)));

        assertEquals(0, candidate.tally().read().decided());
        assertEquals(1, serving.tally().read().decided());
    }

    @Test
    void aCandidateThatRejectsGivesEverythingBack() {
        newKernel.endpoints("com.acme.Trade");
        Side candidate = candidate(newKernel);

        Call call = backend.outbound(Shop.REQUEST);

        assertInstanceOf(Reject.class, call.decision());
        assertEquals(List.of(Outcome.CANCELLED), permitsEnded);
        assertEquals(0, candidate.inside() + serving.inside());
    }

    @Test
    void aCallInWhoseDecisionTheCandidateThrowsIsDecidedByTheOther() {
        Side candidate = candidate(new KernelOnTop(newKernel) {
            @Override
            public io.twinmesh.api.Decision outbound(RpcRequest request, Call call) {
                throw new NoSuchMethodError("newer");
            }
        });

        assertEquals(OLD, to(backend.outbound(Shop.REQUEST)));

        assertEquals(1, alarms.get());
        assertEquals(1, candidate.tally().read().threw());
        assertEquals(List.of(Outcome.CANCELLED), permitsEnded);
        assertEquals(0, candidate.inside());
        assertEquals(1, serving.inside());
    }

    @Test
    void whatABundleThrowsAtTheEndOfACallIsCountedAndGoesNoFurther() {
        Side candidate = candidate(new KernelOnTop(newKernel) {
            @Override
            public Call newCall() {
                return new ThrowingCall();
            }

            @Override
            public io.twinmesh.api.Decision outbound(RpcRequest request, Call call) {
                return call.decision();
            }
        });

        backend.outbound(Shop.REQUEST).end(Outcome.OK);

        assertEquals(1, candidate.tally().read().threw());
        assertEquals(0, candidate.inside() + serving.inside());
        assertEquals(List.of(Outcome.OK), permitsEnded);
    }

    private static final class ThrowingCall implements Call {

        @Override
        public io.twinmesh.api.Decision decision() {
            return Admit.ADMIT;
        }

        @Override
        public String route() {
            return "";
        }

        @Override
        public void end(Outcome outcome) {
            throw new IllegalStateException("end");
        }
    }

    @Test
    void whatTheServingBundleThrowsIsTheCallers() {
        Side broken = Sides.of("v1", new KernelOnTop(oldKernel) {
            @Override
            public io.twinmesh.api.Decision inbound(RpcRequest request, Call call) {
                throw new IllegalStateException("broken");
            }
        });
        backend.use(Split.alone(broken));

        assertThrows(IllegalStateException.class, () -> backend.inbound(Shop.REQUEST));
        assertEquals(0, broken.inside());
    }

    @Test
    void aSplitThatIsOverIsReadAgain() {
        backend.use(Split.alone(serving));
        Side next = Sides.of("v2", newKernel);
        serving.retire(() -> backend.use(Split.alone(next)));

        assertEquals(NEW, to(backend.outbound(Shop.REQUEST)));
    }

    @Test
    void callsBesideACandidateWaitWhileSomethingIsCarriedAndAreDecidedByWhatComesThen() throws Exception {
        Side candidate = candidate(newKernel);
        dice.set(99);
        AtomicReference<Call> call = new AtomicReference<>();
        Thread caller = new Thread(() -> call.set(backend.outbound(Shop.REQUEST)));

        boolean held = backend.use(Split.alone(candidate), () -> {
            caller.start();
            await().until(() -> caller.getState() == Thread.State.WAITING);
            assertEquals(0, serving.tally().read().decided());
        });
        caller.join();

        assertTrue(held);
        assertEquals(NEW, to(call.get()));
        assertEquals(0, serving.tally().read().decided());
    }

    /** A call that is being decided until it is told otherwise, while something is carried; answers whether that was done with no call being decided. */
    private boolean heldBeside(boolean queues) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch turn = new CountDownLatch(1);
        Side candidate = candidate(new KernelOnTop(newKernel) {
            @Override
            public boolean mayWait(Direction direction, RpcRequest request) {
                return queues;
            }

            @Override
            public io.twinmesh.api.Decision outbound(RpcRequest request, Call call) {
                inside.countDown();
                await().until(() -> turn.getCount() == 0);
                return super.outbound(request, call);
            }
        });
        Thread caller = new Thread(() -> backend.outbound(Shop.REQUEST));
        caller.start();
        inside.await();
        List<String> done = new ArrayList<>();

        boolean held = backend.use(Split.alone(candidate), () -> done.add("carried"));

        assertEquals(List.of("carried"), done);
        assertEquals(0, backend.share());
        turn.countDown();
        caller.join();
        assertEquals(1, candidate.tally().read().decided());
        return held;
    }

    @Test
    void aCallInTheQueueOfALimitHoldsNobodyUp() throws Exception {
        assertTrue(heldBeside(true));
    }

    @Test
    void aCallThatIsDecidedForEverDoesNotHoldUpTheSwapForEver() throws Exception {
        assertFalse(heldBeside(false));
    }

    @Test
    void whatIsPutInForceMeanwhileStays() {
        Side candidate = candidate(newKernel);

        backend.use(Split.alone(candidate), () -> backend.use(null));

        assertEquals(
                RejectReason.NOT_READY,
                assertInstanceOf(Reject.class, backend.outbound(Shop.REQUEST).decision())
                        .reason());
    }

    @Test
    void withoutABundleEveryCallIsRejected() {
        Reject reject =
                assertInstanceOf(Reject.class, backend.outbound(Shop.REQUEST).decision());

        assertEquals(RejectReason.NOT_READY, reject.reason());
    }

    @Test
    void inboundCallsAreSharedAlike() {
        Side candidate = candidate(newKernel);

        assertInstanceOf(Admit.class, backend.inbound(Shop.REQUEST).decision());

        assertEquals(1, candidate.tally().read().decided());
    }
}
