package io.twinmesh.backend.proxy.dubbo;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.remoting.Channel;
import org.apache.dubbo.remoting.ChannelHandler;

/** A connection that the codec can ask for its URL and that leads nowhere. */
final class FakeChannel implements Channel {

    private final URL url;
    private final Map<String, Object> attributes = new HashMap<>();

    FakeChannel(URL url) {
        this.url = url;
    }

    @Override
    public URL getUrl() {
        return url;
    }

    @Override
    public ChannelHandler getChannelHandler() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return InetSocketAddress.createUnresolved("192.0.2.1", 20880);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return InetSocketAddress.createUnresolved("192.0.2.2", 40000);
    }

    @Override
    public void send(Object message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(Object message, boolean sent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public void close(int timeout) {}

    @Override
    public void startClose() {}

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean hasAttribute(String key) {
        return attributes.containsKey(key);
    }

    @Override
    public Object getAttribute(String key) {
        return attributes.get(key);
    }

    @Override
    public void setAttribute(String key, Object value) {
        attributes.put(key, value);
    }

    @Override
    public void removeAttribute(String key) {
        attributes.remove(key);
    }
}
