package io.twinmesh.benchmarks.dubbo;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Consumer and provider in one process, without a socket between them: Dubbo's protocol {@code injvm} carries the calls, all before it is as
 * with any other protocol. The mesh, if it is on the class path, governs the consumer alone.
 *
 * <p>It is asked through types of the JDK, so that it can live in a class loader of its own.
 */
public final class LocalEcho implements UnaryOperator<String>, LongSupplier {

    /** Where the provider is said to be; nobody listens there. */
    public static final int PORT = 20880;

    /** Name of the service. */
    public static final String SERVICE = EchoService.class.getName();

    private static final String PROVIDER = "injvm://127.0.0.1:" + PORT;
    private static final int TIMEOUT_MILLIS = 3_000;

    private final AtomicLong answers = new AtomicLong();
    private final EchoService echo;

    /** @param registry whether the consumer asks a registry for the provider, or is told its address */
    public LocalEcho(String application, boolean registry) {
        DubboBootstrap dubbo = DubboBootstrap.getInstance().application(Applications.named(application));
        dubbo.service(provider()).start();
        echo = consumer(registry).get();
    }

    private ServiceConfig<EchoService> provider() {
        ServiceConfig<EchoService> service = new ServiceConfig<>();
        service.setInterface(EchoService.class);
        service.setRef(this::answer);
        service.setProtocol(new ProtocolConfig("injvm"));
        service.setRegistry(new RegistryConfig("N/A"));
        service.setFilter("-twinmesh");
        return service;
    }

    private String answer(String text) {
        answers.lazySet(answers.get() + 1);
        return text;
    }

    /**
     * With scope remote Dubbo does not go past the registry to a provider of the same process, and in the same module it does not copy arguments,
     * which would take longer than all the rest.
     */
    private static ReferenceConfig<EchoService> consumer(boolean registry) {
        ReferenceConfig<EchoService> reference = new ReferenceConfig<>();
        reference.setInterface(EchoService.class);
        reference.setTimeout(TIMEOUT_MILLIS);
        reference.setRetries(0);
        reference.setCheck(false);
        reference.setScope("remote");
        reference.setParameters(Map.of("injvm.ignore.same-module", "true"));
        if (registry) {
            reference.setRegistry(new RegistryConfig(FixedAddress.of(PROVIDER)));
        } else {
            reference.setUrl(PROVIDER);
        }
        return reference;
    }

    @Override
    public String apply(String text) {
        return echo.echo(text);
    }

    /** How many calls the provider has answered. */
    @Override
    public long getAsLong() {
        return answers.get();
    }
}
