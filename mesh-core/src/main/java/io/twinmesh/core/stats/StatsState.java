package io.twinmesh.core.stats;

import io.twinmesh.api.Direction;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries all counters. Those of a level that is off in the successor end with the process that had it on. */
final class StatsState implements UpgradeParticipant {

    private static final int VERSION = 1;
    private static final int ROW = 4;
    private static final int COUNTER = 5;
    private static final String SUBJECT = "state 'stats'";

    private final StatsTable table;

    StatsState(StatsTable table) {
        this.table = table;
    }

    /** The numbers of one thing, in our order of cells. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Row(StatsLevel level, Direction direction, Map<String, String> labels, long[] cells) {}

    @Override
    public String id() {
        return "stats";
    }

    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter();
        CellLayout.write(fields);
        table.counted().forEach(counters -> fields.part(ROW, row(counters)));
        table.counters()
                .forEach((name, value) ->
                        fields.part(COUNTER, new StateWriter().text(1, name).number(2, value)));
        return fields.state(VERSION);
    }

    private static StateWriter row(CallCounters counters) {
        StateWriter row = new StateWriter()
                .text(1, counters.level().name())
                .text(2, counters.direction().name())
                .numbers(4, counters.cells());
        counters.labels().forEach((name, value) -> row.text(3, name).text(3, value));
        return row;
    }

    @Override
    public void restore(CarriedState state) {
        StateReader fields = StateReader.of(SUBJECT, state, VERSION);
        CellLayout layout = CellLayout.read(fields);
        List<Row> rows = new ArrayList<>();
        for (StateReader row : fields.parts(ROW)) {
            if (isKnown(row.text(1))) {
                rows.add(row(row, layout));
            }
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        fields.parts(COUNTER).forEach(one -> counters.put(one.text(1), one.number(2)));
        table.clear();
        rows.forEach(row -> table.add(row.level(), row.direction(), row.labels(), row.cells()));
        counters.forEach((name, value) -> table.counter(name).set(value));
    }

    private static boolean isKnown(String level) {
        return Arrays.stream(StatsLevel.values()).anyMatch(known -> known.name().equals(level));
    }

    private static Row row(StateReader row, CellLayout layout) {
        List<String> labels = row.texts(3);
        if (labels.size() % 2 != 0) {
            throw row.refused(labels.size() + " texts in labels", "names and values");
        }
        Map<String, String> named = new TreeMap<>();
        for (int i = 0; i < labels.size(); i += 2) {
            named.put(labels.get(i), labels.get(i + 1));
        }
        return new Row(row.word(1, StatsLevel.class), row.word(2, Direction.class), named, layout.cells(row, 4));
    }
}
