package io.twinmesh.arch;

import io.twinmesh.api.Call;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import java.nio.file.Path;

/** A program that opens a mesh and makes one call; started by {@link ModulePathTest} on a module path. */
final class ModulePathProbe {

    private ModulePathProbe() {}

    /** Arguments: backend id, rule directory. */
    public static void main(String[] arguments) {
        MeshConfig config = MeshConfig.builder("cart")
                .backend(arguments[0])
                .rules(Path.of(arguments[1]))
                .build();
        try (Mesh mesh = Mesh.open(config)) {
            Call call = mesh.outbound(
                    RpcRequest.builder(MethodKey.of("com.acme.Trade", "buy")).build());
            say("decision " + call.decision());
            call.end(Outcome.OK);
            Class<?> backend = mesh.backend().getClass();
            say("module " + backend.getModule().getName());
            say("named " + backend.getModule().isNamed());
            say("exported " + backend.getModule().isExported(backend.getPackageName()));
        }
    }

    @SuppressWarnings("SystemOut") // the test reads it
    private static void say(String line) {
        System.out.println(line);
    }
}
