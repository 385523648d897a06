package io.twinmesh.adapters.intercept.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.rules.ChainSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the table is taken for ours, and taken away. */
class MangleTableTest {

    private static final Output MISSING =
            new Output(1, "", "Error: No such file or directory\nlist table ip mangle\n^^^^^^");
    private static final Output UNSEEN = new Output(1, "", "Error: Could not process rule: Interrupted system call");
    private static final ChainSet OURS = ChainSet.parse(":TWIN_OUT - [0:0]\n-A OUTPUT -p tcp -j TWIN_OUT");

    private final List<String> deleted = new ArrayList<>();

    private MangleTable table(Output listed) {
        return new MangleTable(new Nft(listed, deleted), Family.IPV4);
    }

    private static Output listed(String body) {
        return new Output(0, "# Warning: managed by iptables-nft\ntable ip mangle {\n" + body + "}\n", "");
    }

    @Test
    void whatIsNotThereBeforeOurRulesComeIsMadeForThem() {
        assertEquals(Set.of("OUTPUT", "mangle"), table(MISSING).made(ChainSet.EMPTY, OURS));
        assertEquals(Set.of("OUTPUT"), table(listed("")).made(ChainSet.EMPTY, OURS));
    }

    @Test
    void whatCannotBeSeenIsSomebodyElses() {
        assertEquals(Set.of(), table(UNSEEN).made(ChainSet.EMPTY, OURS));
    }

    @Test
    void theTableThatWasMadeGoesWhenItIsEmpty() {
        table(listed("")).remove(Set.of("mangle"), ChainSet.EMPTY);

        assertEquals(List.of("nft delete table ip mangle"), deleted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tchain FORWARD {\n\t}\n", "\tset other {\n\t\ttype ipv4_addr\n\t}\n"})
    void theTableThatSomebodyElseUsesStays(String body) {
        table(listed(body)).remove(Set.of("mangle"), ChainSet.EMPTY);

        assertEquals(List.of(), deleted);
    }

    @Test
    void theTableThatCannotBeSeenStays() {
        table(UNSEEN).remove(Set.of("mangle"), ChainSet.EMPTY);

        assertEquals(List.of(), deleted);
    }

    /** Lists the same every time, and remembers what is to be deleted. */
    private record Nft(Output listed, List<String> deleted) implements Host {

        @Override
        public Output run(String input, List<String> command) {
            if (command.contains("delete")) {
                deleted.add(String.join(" ", command));
            }
            return command.contains("list") ? listed : new Output(0, "", "");
        }

        @Override
        public String read(String path) {
            return "";
        }

        @Override
        public boolean has(String program) {
            return true;
        }
    }
}
