package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.assertPassing;
import static io.twinmesh.adapters.sentinel.Fixture.call;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.RuleKind.DEGRADE;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static io.twinmesh.adapters.sentinel.RuleKind.PARAM;
import static io.twinmesh.adapters.sentinel.RuleKind.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.testkit.UpgradeContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit goes on where it was. */
@ExtendWith(FakeTime.class)
final class SentinelStateTest extends UpgradeContract {

    private static final String ERRORS =
            "[{resource:'" + BUY_RESOURCE + "', grade:2, count:2, timeWindow:10, minRequestAmount:3}]";
    private static final String FLOWS = "[{resource:'" + BUY_RESOURCE + "', count:40},"
            + "{resource:'" + BUY_RESOURCE + "', count:20, limitApp:'cart'},"
            + "{resource:'" + BUY_RESOURCE + "', count:50, controlBehavior:1, warmUpPeriodSec:4},"
            + "{resource:'" + BUY_RESOURCE + "', count:100, controlBehavior:2, maxQueueingTimeMs:30},"
            + "{resource:'com.acme.Trade', count:60}]";
    private static final String PARAMS = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:5, durationInSec:2},"
            + "{resource:'" + BUY_RESOURCE + "', paramIdx:-1, grade:0, count:3}]";
    private static final String DEGRADES = "[{resource:'" + BUY_RESOURCE
            + "', grade:1, count:0.5, timeWindow:2, minRequestAmount:4, statIntervalMs:2000},"
            + "{resource:'" + BUY_RESOURCE + "', grade:0, count:150, slowRatioThreshold:0.4, timeWindow:1,"
            + " minRequestAmount:3}]";

    private final List<Fixture> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Fixture::close);
    }

    private Fixture mesh(RuleKind kind, String rules) {
        return opened(new Fixture()).with(kind, rules);
    }

    private Fixture opened(Fixture mesh) {
        open.add(mesh);
        return mesh;
    }

    private Fixture every() {
        return every(opened(new Fixture()));
    }

    /** Sets rules of every kind that has state of its own. */
    static Fixture every(Fixture mesh) {
        return mesh.with(FLOW, FLOWS).with(PARAM, PARAMS).with(DEGRADE, DEGRADES);
    }

    private static UpgradeParticipant state(Fixture mesh) {
        return Objects.requireNonNull(mesh.throttler().participant());
    }

    static Fixture upgrade(Fixture from, Fixture to) {
        state(to).restore(state(from).carry());
        return to;
    }

    static Permit resumed(Fixture in, Permit permit) {
        return in.inbound(BUY).resume(Objects.requireNonNull(permit.carry()));
    }

    private static Part part(Fixture mesh) {
        return new Part(state(mesh), () -> told(state(mesh).carry().bytes()));
    }

    /** All fields behind the first one, which says when the state was taken. */
    private static String told(byte[] state) {
        int at = afterNumber(state, afterNumber(state, 0));
        return HexFormat.of().formatHex(state, afterNumber(state, at), state.length);
    }

    private static int afterNumber(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    static Fixture calls(Fixture mesh, long first, int calls, Outcome outcome) {
        for (int i = 0; i < calls; i++) {
            ThrottleVerdict verdict = enter(mesh.inbound(BUY), first + i % 3, "v" + i % 2);
            if (verdict instanceof Permit permit) {
                permit.end(outcome);
            }
        }
        return mesh;
    }

    @Override
    protected Part used() {
        FakeTime.advanceMillis(60_000 - FakeTime.now() % 60_000 - 1_200);
        Fixture mesh = calls(every(), 1, 4, Outcome.OK);
        FakeTime.advanceMillis(800);
        calls(mesh, 1, 4, Outcome.TIMEOUT);
        FakeTime.advanceMillis(400); // ends where a minute begins, as every test does: windows fall alike
        return part(mesh);
    }

    @Override
    protected Part fresh() {
        return part(every());
    }

    @Override
    protected Part warmedUp() {
        return part(calls(every(), 2, 9, Outcome.BUSINESS_ERROR));
    }

    @Test
    void aLimitBitesAtExactlyItsNumberAcrossAnUpgradeInsideOneSecond() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:10}]";
        Fixture before = mesh(FLOW, rules);
        assertPassing(6, before.inbound(BUY), 6);
        FakeTime.advanceMillis(600);

        Fixture after = upgrade(before, mesh(FLOW, rules));

        assertPassing(4, after.inbound(BUY), 10);
        FakeTime.advanceMillis(500);
        assertPassing(6, after.inbound(BUY), 10);
    }

    @Test
    void timeBetweenTheProcessesCounts() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:10}]";
        Fixture before = mesh(FLOW, rules);
        assertPassing(10, before.inbound(BUY), 10);
        CarriedState state = state(before).carry();
        Fixture after = mesh(FLOW, rules);
        FakeTime.advanceMillis(1_000);

        state(after).restore(state);

        assertPassing(10, after.inbound(BUY), 20);
    }

    @Test
    void aClockThatIsALittleBehindPutsNothingIntoTheWindowBefore() {
        Fixture old = calls(mesh(FLOW, "[{'resource':'" + BUY_RESOURCE + "', 'count':5}]"), 1, 5, Outcome.OK);
        CarriedState state = state(old).carry();
        FakeTime.advanceMillis(-3);
        Fixture fresh = mesh(FLOW, "[{'resource':'" + BUY_RESOURCE + "', 'count':5}]");

        state(fresh).restore(state);

        FakeTime.advanceMillis(603);
        assertPassing(0, fresh.inbound(BUY), 5);
        FakeTime.advanceMillis(400);
        assertPassing(5, fresh.inbound(BUY), 5);
    }

    @Test
    void anOpenSwitchStaysOpenForTheTimeItHasLeft() {
        Fixture before = mesh(DEGRADE, ERRORS);
        call(before.inbound(BUY), 3, Outcome.BUSINESS_ERROR);
        FakeTime.advanceMillis(4_000);

        Fixture after = upgrade(before, mesh(DEGRADE, ERRORS));

        FakeTime.advanceMillis(5_999);
        reject(enter(after.inbound(BUY)));
        FakeTime.advanceMillis(1);
        permit(enter(after.inbound(BUY))).end(Outcome.OK);
        permit(enter(after.inbound(BUY)));
    }

    @Test
    void failuresBeforeAndAfterAddUp() {
        Fixture before = mesh(DEGRADE, ERRORS);
        call(before.inbound(BUY), 2, Outcome.BUSINESS_ERROR);

        Fixture after = upgrade(before, mesh(DEGRADE, ERRORS));
        call(after.inbound(BUY), 1, Outcome.BUSINESS_ERROR);

        reject(enter(after.inbound(BUY)));
    }

    private Fixture halfOpen() {
        Fixture mesh = mesh(DEGRADE, ERRORS);
        call(mesh.inbound(BUY), 3, Outcome.BUSINESS_ERROR);
        FakeTime.advanceMillis(10_000);
        return mesh;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCallThatProbesASwitchDecidesAboutItInTheSuccessor(boolean succeeds) {
        Fixture before = halfOpen();
        Permit probe = permit(enter(before.inbound(BUY)));
        Fixture after = upgrade(before, mesh(DEGRADE, ERRORS));

        Permit resumed = resumed(after, probe);

        reject(enter(after.inbound(BUY)));
        resumed.end(succeeds ? Outcome.OK : Outcome.BUSINESS_ERROR);
        assertEquals(succeeds, enter(after.inbound(BUY)) instanceof Permit);
    }

    @Test
    void aProbeThatStaysBehindLeavesNoSwitchOpenForEver() {
        Fixture before = halfOpen();
        permit(enter(before.inbound(BUY)));

        Fixture after = upgrade(before, mesh(DEGRADE, ERRORS));

        Permit next = permit(enter(after.inbound(BUY)));
        reject(enter(after.inbound(BUY)));
        next.end(Outcome.OK);
        permit(enter(after.inbound(BUY)));
    }

    @Test
    void aSlowCallIsSlowByItsWholeTime() {
        String rules = "[{resource:'" + BUY_RESOURCE
                + "', grade:0, count:100, slowRatioThreshold:0.5, timeWindow:10, minRequestAmount:1}]";
        Fixture before = mesh(DEGRADE, rules);
        Permit slow = permit(enter(before.inbound(BUY)));
        FakeTime.advanceMillis(101);
        Fixture after = upgrade(before, mesh(DEGRADE, rules));

        resumed(after, slow).end(Outcome.OK);

        reject(enter(after.inbound(BUY)));
    }

    @Test
    void bucketsOfAValueGoOn() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:3, durationInSec:5}]";
        Fixture before = mesh(PARAM, rules);
        permit(enter(before.inbound(BUY), 7L, "a")).end(Outcome.OK);
        permit(enter(before.inbound(BUY), 7L, "a")).end(Outcome.OK);

        Fixture after = upgrade(before, mesh(PARAM, rules));

        permit(enter(after.inbound(BUY), 7L, "a")).end(Outcome.OK);
        reject(enter(after.inbound(BUY), 7L, "a"));
        permit(enter(after.inbound(BUY), 8L, "a")).end(Outcome.OK);
    }

    @Test
    void callsUnderWayWithAValueAreCountedInTheSuccessor() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:1, grade:0, count:1}]";
        Fixture before = mesh(PARAM, rules);
        Permit call = permit(enter(before.inbound(BUY), 7L, "a"));
        Fixture after = upgrade(before, mesh(PARAM, rules));

        Permit resumed = resumed(after, call);
        call.handedOver();

        reject(enter(after.inbound(BUY), 7L, "a"));
        permit(enter(after.inbound(BUY), 7L, "b")).end(Outcome.OK);
        permit(enter(before.inbound(BUY), 7L, "a")).end(Outcome.OK);
        resumed.end(Outcome.OK);
        permit(enter(after.inbound(BUY), 7L, "a")).end(Outcome.OK);
    }

    @Test
    void callsUnderWayOfACallerAreCountedInTheSuccessor() {
        String rules = "[{resource:'com.acme.Trade', grade:0, count:1, limitApp:'cart'}]";
        Fixture before = mesh(FLOW, rules);
        Permit call = permit(before.inbound(BUY).enter(Fixture.request(BUY), "cart"));
        Fixture after = upgrade(before, mesh(FLOW, rules));

        Permit resumed = resumed(after, call);

        reject(after.inbound(BUY).enter(Fixture.request(BUY), "cart"));
        permit(after.inbound(BUY).enter(Fixture.request(BUY), "other")).end(Outcome.OK);
        resumed.end(Outcome.OK);
        permit(after.inbound(BUY).enter(Fixture.request(BUY), "cart")).end(Outcome.OK);
    }

    @Test
    void aPermitThatVersionOneWroteGoesOn() throws IOException {
        String byCaller = "[{resource:'" + BUY_RESOURCE + "', grade:0, count:1, limitApp:'cart'}]";
        String byValue = "[{resource:'" + BUY_RESOURCE + "', paramIdx:1, grade:0, count:1}]";
        Fixture mesh = mesh(FLOW, byCaller).with(PARAM, byValue);
        try (InputStream stream = getClass().getResourceAsStream("/upgrade/v1/permit.state")) {
            CarriedState carried =
                    new CarriedState(1, Objects.requireNonNull(stream).readAllBytes());

            Permit resumed = mesh.inbound(BUY).resume(carried);

            reject(enter(mesh.inbound(BUY), 7L, "other value"));
            reject(mesh.inbound(BUY).enter(Fixture.request(BUY, 7L, "v"), "other caller"));
            resumed.end(Outcome.OK);
        }
        permit(enter(mesh.inbound(BUY), 7L, "v"));
    }

    @Test
    void callsOfAGroupGoOnInTheirGroup() {
        MeshConfig config = MeshConfig.builder(Fixture.APPLICATION)
                .option(ResourceNames.GROUP_AND_VERSION, "true")
                .build();
        String rules = "[{resource:'com.acme.Trade::g1', grade:0, count:1}]";
        Fixture before = opened(new Fixture(config)).with(FLOW, rules);
        Fixture after = opened(new Fixture(config)).with(FLOW, rules);
        RpcRequest request = RpcRequest.builder(BUY).attachment("group", "g1").build();
        RpcRequest other = RpcRequest.builder(BUY).attachment("group", "g2").build();
        Permit call = permit(before.inbound(BUY).enter(request, "cart"));

        Permit resumed = resumed(after, call);

        reject(after.inbound(BUY).enter(request, "cart"));
        permit(after.inbound(BUY).enter(other, "cart"));
        resumed.end(Outcome.OK);
        permit(after.inbound(BUY).enter(request, "cart"));
    }

    @Test
    void theCallsThatSystemRulesCountGoOn() {
        Fixture before = mesh(SYSTEM, "[{qps:3}]");
        assertPassing(2, before.inbound(BUY), 2);
        CarriedState state = state(before).carry();
        assertPassing(1, before.inbound(BUY), 5);
        before.close();
        Fixture after = mesh(SYSTEM, "[{qps:3}]");

        state(after).restore(state);

        assertPassing(1, after.inbound(BUY), 5);
    }

    @Test
    void rejectionsAreCountedOn() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:1}]";
        Fixture before = mesh(FLOW, rules);
        passing(before.inbound(BUY), 5);
        Fixture after = mesh(FLOW, rules);
        passing(after.inbound(BUY), 9);

        upgrade(before, after);
        passing(after.inbound(BUY), 1);

        assertEquals(5, after.status("flow:" + BUY_RESOURCE + "#0").matched());
    }

    @Test
    void aRuleThatSaysSomethingElseBeginsAnew() {
        Fixture before = mesh(DEGRADE, ERRORS);
        call(before.inbound(BUY), 3, Outcome.BUSINESS_ERROR);

        Fixture after = upgrade(before, mesh(DEGRADE, ERRORS.replace("timeWindow:10", "timeWindow:11")));

        permit(enter(after.inbound(BUY)));
    }

    @Test
    void whereThereAreNoRulesNothingIsMade() {
        Fixture before = calls(every(), 1, 9, Outcome.OK);
        Fixture after = opened(new Fixture());

        upgrade(before, after);
        after.with(FLOW, FLOWS);

        assertEquals(passing(mesh(FLOW, FLOWS).inbound(BUY), 20), passing(after.inbound(BUY), 20));
    }
}
