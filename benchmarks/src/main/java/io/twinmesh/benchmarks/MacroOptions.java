package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.load.LoadShapeConverter;
import io.twinmesh.benchmarks.load.LoadTimeOptions;
import io.twinmesh.benchmarks.load.LoadTimes;
import io.twinmesh.benchmarks.rows.DirectRow;
import io.twinmesh.benchmarks.rows.EnvoyRow;
import io.twinmesh.benchmarks.rows.HaproxyRow;
import io.twinmesh.benchmarks.rows.Row;
import io.twinmesh.benchmarks.rows.SidecarRow;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link MacroBench}. */
@NullUnmarked // picocli fills the fields
final class MacroOptions {

    @Mixin
    private BenchOptions bench = new BenchOptions("macro-bench", new LoadTimeOptions());

    @Option(
            names = "--shapes",
            split = ",",
            converter = LoadShapeConverter.class,
            defaultValue =
                    "c1d32@128,c1d1@128,c16d1@128,c128d1@128,o5000x16@128,o5000x16@1024,c1d32@1024,c1d1@1024,c16d1@1024,c128d1@1024",
            description = "loads: c<connections>d<in flight>@<bytes> or o<calls per second>x<connections>@<bytes>"
                    + " (default: ${DEFAULT-VALUE})")
    private List<LoadShape> shapes;

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "direct,haproxy,envoy,sidecar",
            description = "rows to run; direct always is (default: ${DEFAULT-VALUE})")
    private List<String> rows;

    @Option(names = "--haproxy", description = "HAProxy's name or file (default: ${DEFAULT-VALUE})")
    private String haproxy = "haproxy";

    @Option(names = "--envoy", description = "Envoy's name or file (default: ${DEFAULT-VALUE})")
    private String envoy = "envoy";

    @Mixin
    private SidecarOptions sidecar;

    int rounds() {
        return bench.rounds();
    }

    LoadTimes times() {
        return bench.times();
    }

    List<LoadShape> shapes() {
        return shapes;
    }

    Path out() {
        return bench.out();
    }

    Path repository() {
        return sidecar.repository();
    }

    /** The rows asked for, runnable here or not; the baseline first. */
    List<Row> rows() {
        List<Row> all = List.of(
                new DirectRow(), new HaproxyRow(haproxy), new EnvoyRow(envoy), new SidecarRow(sidecar.command()));
        return all.stream().filter(this::wanted).toList();
    }

    private boolean wanted(Row row) {
        return row instanceof DirectRow
                || rows.stream().anyMatch(name -> row.name().endsWith(name));
    }
}
