package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshContext;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import io.twinmesh.backend.proxy.upgrade.UpgradeConfig;
import io.twinmesh.backend.proxy.upgrade.Upgrades;
import org.jspecify.annotations.Nullable;

/** Starts a sidecar: on its own, or in the place of the one that has its id. */
final class SidecarStart {

    private SidecarStart() {}

    static SidecarBackend start(MeshContext context) {
        SidecarConfig config = SidecarConfig.of(context.config());
        UpgradeConfig upgrading = config.upgrades();
        Upgrades upgrades = upgrading == null ? null : Upgrades.begin(upgrading);
        try {
            return start(context, config, upgrades);
        } catch (RuntimeException e) {
            if (upgrades != null) {
                upgrades.close();
            }
            throw e;
        }
    }

    private static SidecarBackend start(MeshContext context, SidecarConfig config, @Nullable Upgrades upgrades) {
        Inheritance inheritance = upgrades == null ? Inheritance.none() : upgrades.inheritance();
        SidecarBackend backend = DaggerSidecarComponent.factory()
                .create(context, config, inheritance)
                .backend();
        try {
            backend.enter(upgrades);
            return backend;
        } catch (RuntimeException e) {
            backend.abandon();
            throw e;
        }
    }
}
