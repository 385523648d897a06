package io.twinmesh.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/**
 * Keeps a fixed number of short connections going: opens one, makes one call on it, closes it, opens the next. A call counts from the
 * beginning of its connect. Runs on the load thread.
 */
final class ShortLoop implements Pacer {

    private final Bootstrap client;
    private final InetSocketAddress address;
    private final int atOnce;
    private final Calls calls;
    private final LoadProgress progress;
    private boolean stopped;

    ShortLoop(Bootstrap client, InetSocketAddress address, int atOnce, Calls calls, LoadProgress progress) {
        this.client = client;
        this.address = address;
        this.atOnce = atOnce;
        this.calls = calls;
        this.progress = progress;
    }

    @Override
    public void start() {
        for (int i = 0; i < atOnce; i++) {
            open(i);
        }
    }

    private void open(int number) {
        long start = System.nanoTime();
        LoadConnection connection = new LoadConnection(number, calls, progress);
        ChannelFuture opened = client.clone().handler(connection).connect(address);
        opened.addListener(done -> {
            if (done.isSuccess()) {
                call(connection, start);
            } else {
                progress.broken(number, done.cause());
            }
        });
    }

    private void call(LoadConnection connection, long start) {
        if (stopped) {
            connection.close();
        } else {
            connection.write(start);
            connection.flush();
        }
    }

    @Override
    public void answered(LoadConnection connection, int ended) {
        connection.close();
        if (!stopped) {
            open(connection.number());
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
