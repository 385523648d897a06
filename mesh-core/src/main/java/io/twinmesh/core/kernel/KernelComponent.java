package io.twinmesh.core.kernel;

import dagger.BindsInstance;
import dagger.Component;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.core.match.Dice;
import jakarta.inject.Singleton;

/** The object graph of one kernel. */
@Singleton
@Component(modules = KernelModule.class)
interface KernelComponent {

    RunningKernel kernel();

    @Component.Factory
    interface Factory {
        KernelComponent create(@BindsInstance MeshConfig config, @BindsInstance Dice dice);
    }
}
