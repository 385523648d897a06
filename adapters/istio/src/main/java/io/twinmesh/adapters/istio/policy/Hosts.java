package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of services: Dubbo interfaces, gRPC services and host names; the case is kept. */
final class Hosts {

    private static final Pattern EXACT =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.$-]{0,252}[A-Za-z0-9_$])?(:[0-9]{1,5})?");
    private static final String RULE = "a service or host name of letters, digits and . _ - $";

    private Hosts() {}

    static boolean isWildcard(String host) {
        return host.startsWith("*");
    }

    /** One host, empty if it is none. */
    static String exact(Fields fields, String name) {
        String host = fields.need(name);
        if (!host.isBlank() && !EXACT.matcher(host).matches()) {
            fields.report(ProblemCode.SCHEMA, name, "'" + host + "'", RULE);
            return "";
        }
        return host;
    }

    /** A list of hosts, none of them given twice. */
    static List<String> list(Fields fields, boolean wildcards) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String host : fields.texts("hosts")) {
            if (!isHost(host, wildcards)) {
                fields.report(
                        ProblemCode.SCHEMA, "hosts", "'" + host + "'", wildcards ? RULE + ", * or *.suffix" : RULE);
            } else if (!hosts.add(host)) {
                fields.report(ProblemCode.DUPLICATE_NAME, "hosts", "'" + host + "' given twice", "each host once");
            }
        }
        if (fields.size("hosts") == 0) {
            fields.report(ProblemCode.SCHEMA, "hosts", "no host", "at least one");
        }
        return List.copyOf(hosts);
    }

    private static boolean isHost(String host, boolean wildcards) {
        boolean suffix = wildcards && host.startsWith("*.");
        return wildcards && host.equals("*")
                || EXACT.matcher(suffix ? host.substring(2) : host).matches();
    }
}
