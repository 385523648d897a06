package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;

/**
 * Connections that applications open.
 *
 * @param port where the sidecar listens
 * @param caught destination ports whose connections are caught
 * @param sources source ports of connections that may be caught. Packets from other ports are answers of a server on this machine to its
 *     clients, which must go their own way
 * @param sidecarUsers user ids whose connections are left alone
 * @param applicationUsers user ids whose connections are caught; if empty, everybody's
 */
@Preview(since = "0.2")
public record Outbound(int port, Ports caught, Ports sources, List<Long> sidecarUsers, List<Long> applicationUsers) {

    private static final long MOST_USERS = 4294967294L;

    /** What one rule of iptables can hold. */
    private static final int MOST_SOURCES = 7;

    public Outbound {
        sidecarUsers = checked("uid", sidecarUsers);
        applicationUsers = checked("application-uid", applicationUsers);
        if (caught.isEmpty()) {
            throw new MeshConfigurationException("outbound", "no port is left", "at least one that is not excluded");
        }
        if (sources.isEmpty() || sources.ranges().size() > MOST_SOURCES) {
            throw new MeshConfigurationException(
                    "source-ports", sources.toString(), "1 to " + MOST_SOURCES + " ranges of ports");
        }
        for (long user : applicationUsers) {
            if (sidecarUsers.contains(user)) {
                throw new MeshConfigurationException(
                        "application-uid",
                        Long.toString(user),
                        "another user than the sidecar's (--uid): what the sidecar's user opens is never caught");
            }
        }
    }

    private static List<Long> checked(String option, List<Long> users) {
        for (long user : users) {
            if (user < 0 || user > MOST_USERS) {
                throw new MeshConfigurationException(option, Long.toString(user), "a user id from 0 to " + MOST_USERS);
            }
        }
        return users.stream().distinct().sorted().toList();
    }
}
