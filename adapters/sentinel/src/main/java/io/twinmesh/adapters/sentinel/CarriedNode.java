package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slots.statistic.MetricEvent;
import com.alibaba.csp.sentinel.slots.statistic.data.MetricBucket;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;

/** What a node has counted in the last second and the last minute. Calls under way are not among it: they come by themselves. */
record CarriedNode(CarriedWindows seconds, CarriedWindows minutes) {

    private static final MetricEvent[] EVENTS = {
        MetricEvent.PASS, MetricEvent.BLOCK, MetricEvent.EXCEPTION, MetricEvent.SUCCESS, MetricEvent.OCCUPIED_PASS
    };
    private static final int NUMBERS = EVENTS.length + 2;

    static StateWriter write(StatisticNode node, EngineInternals engine, long now) {
        StateWriter part = new StateWriter();
        CarriedWindows.write(part, 1, engine.seconds(node), now, CarriedNode::numbers);
        CarriedWindows.write(part, 3, engine.minutes(node), now, CarriedNode::numbers);
        return part;
    }

    private static long[] numbers(MetricBucket bucket) {
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < EVENTS.length; i++) {
            numbers[i] = bucket.get(EVENTS[i]);
        }
        numbers[EVENTS.length] = bucket.rt();
        numbers[EVENTS.length + 1] = bucket.rt() == 0 ? 0 : bucket.minRt();
        return numbers;
    }

    static CarriedNode read(StateReader part) {
        return new CarriedNode(CarriedWindows.read(part, 1, NUMBERS), CarriedWindows.read(part, 3, NUMBERS));
    }

    void apply(StatisticNode node, EngineInternals engine, CarriedTime time) {
        clear(node, engine);
        seconds.apply(engine.seconds(node), time, CarriedNode::fill);
        minutes.apply(engine.minutes(node), time, CarriedNode::fill);
    }

    static void clear(StatisticNode node, EngineInternals engine) {
        engine.clear(engine.seconds(node));
        engine.clear(engine.minutes(node));
    }

    /** The first number is the window's age. */
    private static void fill(MetricBucket bucket, long[] row) {
        for (int i = 0; i < EVENTS.length; i++) {
            bucket.add(EVENTS[i], row[i + 1]);
        }
        long sum = row[EVENTS.length + 1];
        long least = Math.min(sum, row[EVENTS.length + 2]);
        if (sum > 0) {
            bucket.addRT(least);
            bucket.add(MetricEvent.RT, sum - least);
        }
    }
}
