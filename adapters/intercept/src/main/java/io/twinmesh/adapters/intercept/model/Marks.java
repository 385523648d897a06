package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * The marks of packets and sockets.
 *
 * @param sidecar SO_MARK of every socket of the sidecar, its listeners included
 * @param loop set on packets that are on their way back through the loopback interface
 * @param keep SO_MARK of the sidecar's sockets that speak with the address of a client
 */
@Preview(since = "0.2")
public record Marks(int sidecar, int loop, int keep) {

    /** What the sidecar uses if it is not told otherwise. */
    public static final Marks USUAL = new Marks(2, 1, 3);

    public Marks {
        if (sidecar < 1 || loop < 1 || keep < 1 || sidecar == loop || sidecar == keep || loop == keep) {
            throw new MeshConfigurationException(
                    "marks", sidecar + ", " + loop + ", " + keep, "three different whole numbers from 1 to 2147483647");
        }
    }
}
