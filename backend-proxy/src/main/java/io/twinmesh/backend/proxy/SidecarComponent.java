package io.twinmesh.backend.proxy;

import dagger.BindsInstance;
import dagger.Component;
import io.twinmesh.api.MeshContext;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import jakarta.inject.Singleton;

/** The object graph of one running sidecar. */
@Singleton
@Component
interface SidecarComponent {

    SidecarBackend backend();

    /** Makes the graph. */
    @Component.Factory
    interface Factory {
        SidecarComponent create(
                @BindsInstance MeshContext context,
                @BindsInstance SidecarConfig config,
                @BindsInstance Inheritance inheritance);
    }
}
