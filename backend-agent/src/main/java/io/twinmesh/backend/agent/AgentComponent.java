package io.twinmesh.backend.agent;

import dagger.BindsInstance;
import dagger.Component;
import io.twinmesh.api.Kernel;
import jakarta.inject.Singleton;

/** The object graph of one in-process backend. */
@Singleton
@Component
interface AgentComponent {

    AgentBackend backend();

    @Component.Factory
    interface Factory {
        AgentComponent create(@BindsInstance Kernel kernel);
    }
}
