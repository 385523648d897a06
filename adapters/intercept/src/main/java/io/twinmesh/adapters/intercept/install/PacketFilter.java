package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import java.util.Map;
import java.util.Set;

/** One way to speak to the packet filter of the kernel. Rules are text in the way's own language, by family; empty where there are none. */
interface PacketFilter {

    /** Rules of ours that are in force. Changes nothing, not even what the kernel has loaded. */
    Map<Family, String> installed(Set<Family> families);

    /** The rules that this configuration asks for. */
    Map<Family, String> wanted(InterceptConfig config);

    /**
     * Makes the second out of the first; in each family in one step.
     *
     * @throws InterceptException if the kernel or the program refuses
     */
    void replace(Map<Family, String> now, Map<Family, String> wanted);
}
