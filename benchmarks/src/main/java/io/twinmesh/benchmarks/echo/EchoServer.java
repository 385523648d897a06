package io.twinmesh.benchmarks.echo;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.wire.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The Dubbo echo service as a process: one event loop. Prints {@code ready PORT} on standard output and
 * runs until it is ended or, with {@code --end-with-parent}, until its parent process is gone.
 */
@Command(
        name = "EchoServer",
        mixinStandardHelpOptions = true,
        description = "Answers every Dubbo2 echo request with its own argument.")
public final class EchoServer implements Callable<Integer> {

    @Option(names = "--address", description = "address it listens on (default: ${DEFAULT-VALUE})")
    private String address = "127.0.0.1";

    @Option(names = "--port", description = "port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--end-with-parent", description = "exit as soon as the parent process is gone")
    private boolean endWithParent;

    private EchoServer() {}

    /** Runs the server. */
    public static void main(String[] args) {
        Launch.command(new EchoServer(), args);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (endWithParent) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
        try (Transport transport = new Transport()) {
            Channel listener = bind(transport);
            System.out.println("ready " + ((InetSocketAddress) listener.localAddress()).getPort());
            listener.closeFuture().sync();
        }
        return 0;
    }

    private Channel bind(Transport transport) throws InterruptedException {
        return transport
                .server()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new EchoHandler());
                    }
                })
                .bind(new InetSocketAddress(address, port))
                .sync()
                .channel();
    }
}
