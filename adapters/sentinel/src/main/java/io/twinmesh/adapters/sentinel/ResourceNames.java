package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.config.MeshConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the resources of a method are called: as Sentinel's Dubbo adapter calls them, {@code com.acme.Trade} and
 * {@code com.acme.Trade:buy(java.lang.Long,int)}, under that adapter's own switches, which are read as options of the mesh and, where
 * there is none, as system properties.
 *
 * @param groupAndVersion whether the interface is written {@code interface:version:group}
 * @param inboundPrefix put before the resources of inbound calls, may be empty
 * @param outboundPrefix put before the resources of outbound calls, may be empty
 */
record ResourceNames(boolean groupAndVersion, String inboundPrefix, String outboundPrefix) {

    static final String GROUP_AND_VERSION = "csp.sentinel.dubbo.interface.group.version.enabled";
    static final String USE_PREFIX = "csp.sentinel.dubbo.resource.use.prefix";
    static final String PROVIDER_PREFIX = "csp.sentinel.dubbo.resource.provider.prefix";
    static final String CONSUMER_PREFIX = "csp.sentinel.dubbo.resource.consumer.prefix";

    private static final Map<String, String> PRIMITIVES = Map.of(
            "boolean", "Z", "byte", "B", "char", "C", "short", "S", "int", "I", "long", "J", "float", "F", "double",
            "D");

    /** Names without prefix, group and version. */
    static final ResourceNames PLAIN = new ResourceNames(false, "", "");

    static ResourceNames of(MeshConfig config) {
        boolean prefixed = setting(config, USE_PREFIX, "").equalsIgnoreCase("true");
        return new ResourceNames(
                setting(config, GROUP_AND_VERSION, "").equalsIgnoreCase("true"),
                prefixed ? setting(config, PROVIDER_PREFIX, "dubbo:provider:") : "",
                prefixed ? setting(config, CONSUMER_PREFIX, "dubbo:consumer:") : "");
    }

    private static String setting(MeshConfig config, String name, String otherwise) {
        String option = config.option(name);
        String value = option == null ? System.getProperty(name) : option;
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** The resource of the whole interface. */
    String service(Direction direction, MethodKey key, @Nullable String group) {
        String prefix = prefix(direction) + key.service();
        return groupAndVersion ? prefix + ":" + key.version() + ":" + (group == null ? "" : group) : prefix;
    }

    /** The resource of the method. */
    String method(Direction direction, MethodKey key, @Nullable String group) {
        StringBuilder name = new StringBuilder(service(direction, key, group))
                .append(':')
                .append(key.method())
                .append('(');
        String comma = "";
        for (String type : key.parameterTypes()) {
            name.append(comma).append(binary(type));
            comma = ",";
        }
        return name.append(')').toString();
    }

    String prefix(Direction direction) {
        return direction == Direction.INBOUND ? inboundPrefix : outboundPrefix;
    }

    /** A type as {@link Class#getName} writes it: {@code int[]} is {@code [I}. */
    private static String binary(String type) {
        int dimensions = 0;
        String element = type;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
            dimensions++;
        }
        if (dimensions == 0) {
            return type;
        }
        return "[".repeat(dimensions) + PRIMITIVES.getOrDefault(element, "L" + element + ";");
    }
}
