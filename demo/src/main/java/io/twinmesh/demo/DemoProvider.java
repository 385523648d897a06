package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Offers {@link Trade} on one port, without a registry: {@code --port P --name v1 [--host 127.0.0.1] [--application shop]}.
 *
 * <p>Prints {@code ready} when it takes calls, and for each line it reads how many it has carried out. On SIGTERM Dubbo tells its consumers (READONLY), waits for calls in flight and ends.
 */
public final class DemoProvider {

    private static final Set<String> OPTIONS = Set.of("port", "name", "host", "application");

    private DemoProvider() {}

    /** Starts it. */
    public static void main(String[] words) {
        try {
            DubboBootstrap provider = start(Options.of(OPTIONS, words));
            System.out.println("ready");
            tellCounts();
            provider.await();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Each line read asks for the number of calls that were carried out. */
    private static void tellCounts() {
        Thread thread = new Thread(
                () -> new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(line -> System.out.println("calls " + Shop.CALLS.sum())),
                "counts");
        thread.setDaemon(true);
        thread.start();
    }

    private static DubboBootstrap start(Options options) {
        DubboBootstrap bootstrap = DubboBootstrap.getInstance()
                .application(application(options.text("application", "shop")))
                .registry(new RegistryConfig("N/A"))
                .protocol(protocol(options))
                .service(service(options.text("name", "v1")));
        bootstrap.start();
        return bootstrap;
    }

    private static ApplicationConfig application(String name) {
        ApplicationConfig application = new ApplicationConfig(name);
        application.setQosEnable(false);
        return application;
    }

    private static ProtocolConfig protocol(Options options) {
        ProtocolConfig protocol = new ProtocolConfig("dubbo", options.number("port", 20880));
        protocol.setHost(host(options.text("host", "127.0.0.1")));
        return protocol;
    }

    /** Dubbo takes an IPv4 loopback address for a mistake and binds all addresses; written as IPv6 it is left alone. */
    static String host(String address) {
        if (address.startsWith("127.")) {
            return "[::ffff:" + address + "]";
        }
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    }

    private static ServiceConfig<Trade> service(String name) {
        ServiceConfig<Trade> service = new ServiceConfig<>();
        service.setInterface(Trade.class);
        service.setRef(new Shop(name));
        return service;
    }
}
