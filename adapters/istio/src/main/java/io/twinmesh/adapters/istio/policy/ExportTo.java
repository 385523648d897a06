package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import java.util.List;

/** {@code exportTo}: everything is visible everywhere, which is also what Istio does if nothing is said. */
final class ExportTo {

    private ExportTo() {}

    static void read(Fields spec) {
        List<String> namespaces = spec.texts("exportTo");
        if (!namespaces.isEmpty() && !namespaces.contains("*")) {
            spec.report(
                    ProblemCode.UNSUPPORTED,
                    "exportTo",
                    namespaces.toString(),
                    "[*]; not supported, visible everywhere");
        }
    }
}
