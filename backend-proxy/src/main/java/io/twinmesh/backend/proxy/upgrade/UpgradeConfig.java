package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.Internal;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.upgrade.RunDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options of upgrades.
 *
 * @param id names the sidecar among others on the machine; the directory of its sockets
 * @param directory where the directories of all sidecars are
 * @param probationMillis time in which a new process can hand everything back
 * @param probationMinCalls calls of a new process that must have ended before it is judged by them
 * @param probationMargin by how many points of a hundred its share of bad calls may be above that of the process before
 * @param drillMillis time a new process drills for at most before it takes over
 * @param prepareMillis time a new process may take until it is ready to take over
 * @param patienceMillis time one step may take; calls stand still for at most as long
 * @param drainMillis time the old process keeps what the new one did not take
 */
@Internal(since = "0.2")
public record UpgradeConfig(
        String id,
        Path directory,
        int probationMillis,
        int probationMinCalls,
        int probationMargin,
        int drillMillis,
        int prepareMillis,
        int patienceMillis,
        int drainMillis) {

    private static final int MINUTE = 60_000;
    private static final int LONGEST_PATH = 90;

    /**
     * The options of a mesh, or null if it has no id and so cannot be upgraded.
     *
     * @throws MeshConfigurationException if one is out of range
     */
    public static @Nullable UpgradeConfig of(MeshConfig config) {
        String id = config.option("id");
        return id == null ? null : of(id, config);
    }

    private static UpgradeConfig of(String id, MeshConfig config) {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new MeshConfigurationException(
                    "option 'id'", id, "1 to 63 letters, digits, dots, dashes or underscores, a letter or digit first");
        }
        String asked = config.option("run-dir");
        Path directory = RunDirectory.of(asked == null ? null : Path.of(asked));
        if (directory.resolve(id).toString().length() > LONGEST_PATH) {
            throw new MeshConfigurationException(
                    "option 'run-dir'", directory.toString(), "with the id at most " + LONGEST_PATH + " characters");
        }
        return new UpgradeConfig(
                id,
                directory,
                config.number("probation-ms", 3_000, 0, 60 * MINUTE),
                config.number("probation-min-calls", 50, 1, 1_000_000),
                config.number("probation-margin", 10, 0, 100),
                config.number("upgrade-drill-ms", 10_000, 0, MINUTE),
                config.number("upgrade-prepare-ms", MINUTE, 100, 60 * MINUTE),
                config.number("upgrade-step-ms", 2_000, 10, 10 * MINUTE),
                config.number("drain-ms", 10_000, 0, 24 * 60 * MINUTE));
    }

    /** The directory of this sidecar's sockets. */
    public Path home() {
        return directory.resolve(id);
    }
}
