package io.twinmesh.adapters.istio;

import io.twinmesh.api.config.ConfigSourceProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.testkit.ConfigSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class DirectorySourceContractTest extends ConfigSourceContract {

    private static final String ENTRY = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints:
              - {address: ADDRESS, ports: {dubbo: 20880}}
            """;

    @TempDir
    private Path rules;

    @BeforeEach
    void writeAGoodPolicy() throws IOException {
        write(ENTRY.replace("ADDRESS", "10.0.0.1"));
    }

    private void write(String text) throws IOException {
        Files.writeString(rules.resolve("trade.yaml"), text);
    }

    @Override
    protected ConfigSourceProvider provider() {
        return new DirectorySourceProvider();
    }

    @Override
    protected MeshConfig asking() {
        return MeshConfig.builder("cart")
                .rules(rules)
                .option("rules.poll", "50")
                .option("rules.quiet", "20")
                .build();
    }

    @Override
    protected void change() throws IOException {
        write(ENTRY.replace("ADDRESS", "10.0.0.2"));
    }

    @Override
    protected void spoil() throws IOException {
        write("kind: [");
    }
}
