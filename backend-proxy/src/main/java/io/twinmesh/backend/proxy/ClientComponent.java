package io.twinmesh.backend.proxy;

import dagger.BindsInstance;
import dagger.Component;
import io.twinmesh.api.MeshContext;
import jakarta.inject.Singleton;

/** The object graph of one thin client. */
@Singleton
@Component
interface ClientComponent {

    ClientBackend backend();

    /** Makes the graph. */
    @Component.Factory
    interface Factory {
        ClientComponent create(@BindsInstance MeshContext context);
    }
}
