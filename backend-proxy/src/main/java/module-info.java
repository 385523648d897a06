/**
 * The backend that runs the mesh in a sidecar beside the application. Put on the path by whoever deploys; exports
 * nothing.
 */
module io.twinmesh.backend.proxy {
    requires io.twinmesh.api;
    requires dagger;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires jakarta.inject;
    requires java.management; // when the compilers rest
    requires jdk.unsupported; // Netty's direct buffers
    requires static org.jspecify;
    requires org.slf4j;

    provides io.twinmesh.api.MeshBackendProvider with
            io.twinmesh.backend.proxy.ProxyBackendProvider;
}
