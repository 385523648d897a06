package io.twinmesh.benchmarks.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one call every row makes, as a Dubbo consumer would send it.
 *
 * @param service interface name, the path of the call
 * @param version service version
 * @param method method name
 * @param descriptor parameter types in JVM form
 * @param argument the only argument, as long as the payload in bytes (ASCII)
 * @param attachments path, interface, version, timeout (ms) and remote.application, in this order
 */
public record EchoCall(
        String service,
        String version,
        String method,
        String descriptor,
        String argument,
        Map<String, String> attachments) {

    /** Interface name of the echo service. */
    public static final String SERVICE = "com.acme.Echo";

    /** The calling application's name. */
    public static final String APPLICATION = "bench";

    /** Version of the echo service. */
    public static final String VERSION = "1.0.0";

    /** Name of the method. */
    public static final String METHOD = "echo";

    /** A call whose argument has {@code payloadBytes} bytes. */
    public static EchoCall ofPayload(int payloadBytes) {
        return new EchoCall(
                SERVICE, VERSION, METHOD, "Ljava/lang/String;", argument(payloadBytes), attachments("3000"));
    }

    private static String argument(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        for (int i = 0; i < bytes; i++) {
            text.append((char) ('a' + i % 26));
        }
        return text.toString();
    }

    private static Map<String, String> attachments(String timeoutMillis) {
        Map<String, String> attachments = new LinkedHashMap<>();
        attachments.put("path", SERVICE);
        attachments.put("interface", SERVICE);
        attachments.put("version", VERSION);
        attachments.put("timeout", timeoutMillis);
        attachments.put("remote.application", APPLICATION);
        return attachments;
    }
}
