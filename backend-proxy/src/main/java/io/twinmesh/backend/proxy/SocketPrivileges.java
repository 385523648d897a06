package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.link.Transport;

/** What the kernel of the machine has to allow for the modes and marks asked for, tried out on a socket before anything is bound. */
final class SocketPrivileges {

    private static final String TRANSPARENT = "CAP_NET_ADMIN or CAP_NET_RAW";
    private static final String MARK = "CAP_NET_ADMIN, or CAP_NET_RAW on Linux 5.17 and later";

    private SocketPrivileges() {}

    /**
     * Tries everything the options ask for.
     *
     * @throws MeshConfigurationException naming the option, the call that failed and what it needs
     */
    static void check(SidecarConfig config, Transport transport) {
        if (config.outbound() != null && config.outbound().interception().transparent()) {
            checkTransparent("option 'outbound-mode'", transport);
        }
        if (config.inbound().stream().anyMatch(inbound -> inbound.interception().transparent())) {
            checkTransparent("option 'inbound-mode'", transport);
        }
        if (config.mark() != 0) {
            String mark = String.valueOf(config.mark());
            requireEpoll("option 'mark'", mark, transport);
            attempt("option 'mark'", mark + ": setsockopt SO_MARK", Transport.SO_MARK, config.mark(), MARK);
        }
    }

    private static void checkTransparent(String option, Transport transport) {
        requireEpoll(option, "transparent", transport);
        attempt(option, "transparent: setsockopt IP_TRANSPARENT", EpollChannelOption.IP_TRANSPARENT, true, TRANSPARENT);
    }

    private static void requireEpoll(String option, String value, Transport transport) {
        if (!transport.epoll()) {
            throw new MeshConfigurationException(
                    option, value + ": unavailable with transport " + transport.name(), "epoll, on Linux");
        }
    }

    private static <T> void attempt(String option, String what, ChannelOption<T> socketOption, T value, String needs) {
        Channel probe = new EpollSocketChannel();
        try {
            if (!probe.config().setOption(socketOption, value)) {
                throw new MeshConfigurationException(option, what + ": not known to the transport", needs);
            }
        } catch (ChannelException e) {
            throw new MeshConfigurationException(option, what + ": " + reason(e), needs);
        } finally {
            probe.unsafe().closeForcibly();
        }
    }

    private static String reason(ChannelException failure) {
        return String.valueOf(failure.getMessage()).replace("setsockopt() failed: ", "");
    }
}
