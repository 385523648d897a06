package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Mesh;
import org.apache.dubbo.rpc.model.ApplicationModel;

/** Gives a Dubbo application a mesh that a test has opened; the application closes it. */
public final class GivenMesh {

    private GivenMesh() {}

    public static void to(ApplicationModel application, Mesh mesh) {
        application.getBeanFactory().registerBean(new ApplicationMesh(() -> mesh));
    }
}
