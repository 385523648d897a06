package io.twinmesh.benchmarks.dubbo;

import io.twinmesh.benchmarks.process.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The provider as a process, without a registry. Prints {@code ready} when it takes calls and runs until its standard input ends. */
@Command(
        name = "EchoProvider",
        mixinStandardHelpOptions = true,
        description = "Offers an echo service with Dubbo on a port of 127.0.0.1.")
public final class EchoProvider implements Callable<Integer> {

    @Option(names = "--port", required = true, description = "its port")
    private int port;

    private EchoProvider() {}

    /** Runs the provider. */
    public static void main(String[] args) {
        Launch.command(new EchoProvider(), args);
    }

    @Override
    public Integer call() throws IOException {
        ProtocolConfig protocol = new ProtocolConfig("dubbo", port);
        protocol.setHost(Applications.loopback());
        DubboBootstrap.getInstance()
                .application(Applications.named("echo"))
                .registry(new RegistryConfig("N/A"))
                .protocol(protocol)
                .service(service())
                .start();
        System.out.println("ready");
        System.in.transferTo(OutputStream.nullOutputStream());
        return 0;
    }

    private static ServiceConfig<EchoService> service() {
        ServiceConfig<EchoService> service = new ServiceConfig<>();
        service.setInterface(EchoService.class);
        service.setRef(text -> text);
        return service;
    }
}
