package io.twinmesh.adapters.intercept.netns;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.MeshConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The real sidecar, which passes on what no rule is for. Arguments: rules, run directory, id. For every line of input it says how many connections
 * it has passed on. On SIGTERM it drains and exits 0.
 */
public final class RealSidecar {

    private RealSidecar() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) throws IOException {
        Mesh mesh = Mesh.open(MeshConfig.builder("cart")
                .backend("proxy")
                .rules(Path.of(arguments[0]))
                .option("role", "sidecar")
                .option("outbound", "[::]:15001")
                .option("outbound-mode", "transparent")
                .option("admin", "127.0.0.1:0")
                .option("run-dir", arguments[1])
                .option("id", arguments[2])
                .option("workers", "1")
                .build());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(mesh), "end"));
        System.out.println(
                mesh.status().ready() ? "ready" : "not ready: " + mesh.status().problems());
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
            if (read == '\n') {
                System.out.println(passed(mesh.backend().addresses().get("admin")));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void end(Mesh mesh) {
        mesh.close();
        Runtime.getRuntime().halt(0);
    }

    private static String passed(String admin) throws IOException {
        try (InputStream page =
                URI.create("http://" + admin + "/stats?format=json").toURL().openStream()) {
            String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceFirst("(?s).*\"tcp_passed\"\\s*:\\s*(\\d+).*", "$1");
        }
    }
}
