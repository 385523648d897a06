package io.twinmesh.testkit;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;

/** The contract of parts, held against the smallest part there is. */
final class CountedPartContractTest extends UpgradeContract {

    /** A name and a number. */
    private static final class Counted implements UpgradeParticipant {

        private String name;
        private long count;

        Counted(String name, long count) {
            this.name = name;
            this.count = count;
        }

        @Override
        public String id() {
            return "counted";
        }

        @Override
        public CarriedState carry() {
            return new StateWriter().text(1, name).number(2, count).state(1);
        }

        @Override
        public void restore(CarriedState state) {
            StateReader fields = StateReader.of("state 'counted'", state, 1);
            String carried = fields.text(1);
            count = fields.number(2);
            name = carried;
        }
    }

    private static Part part(String name, long count) {
        Counted counted = new Counted(name, count);
        return new Part(counted, () -> counted.name + " " + counted.count);
    }

    @Override
    protected Part used() {
        return part("buy", 1_234_567);
    }

    @Override
    protected Part fresh() {
        return part("", 0);
    }

    @Override
    protected Part warmedUp() {
        return part("sell", 3);
    }
}
