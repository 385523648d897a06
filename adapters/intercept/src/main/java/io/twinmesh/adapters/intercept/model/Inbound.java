package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;

/**
 * Connections that others open to applications on this machine.
 *
 * @param port where the sidecar listens
 * @param caught ports of the applications
 * @param interfaces where they come in; if empty, everywhere but the loopback interface
 * @param keepAddress true if the application is to see the address of its client
 */
@Preview(since = "0.2")
public record Inbound(int port, Ports caught, List<String> interfaces, boolean keepAddress) {

    private static final String NAME = "[A-Za-z0-9._@-]{1,15}";

    public Inbound {
        interfaces = List.copyOf(interfaces);
        if (caught.isEmpty()) {
            throw new MeshConfigurationException("inbound", "no port is left", "at least one that is not excluded");
        }
        for (String name : interfaces) {
            if (!name.matches(NAME) || name.equals("lo")) {
                throw new MeshConfigurationException("interface", name, "the name of an interface other than lo");
            }
        }
    }
}
