package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Balancer;
import io.twinmesh.adapters.istio.policy.Specs.Traffic;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a trafficPolicy. */
final class TrafficReader {

    private static final List<String> SIMPLE =
            List.of("UNSPECIFIED", "ROUND_ROBIN", "RANDOM", "LEAST_REQUEST", "LEAST_CONN", "PASSTHROUGH");

    private TrafficReader() {}

    static Traffic read(Fields fields) {
        Balancer balancer = fields.object("loadBalancer", TrafficReader::balancer);
        Integer maxRequests = fields.object("connectionPool", TrafficReader::maxRequests);
        OutlierDetection outlier = fields.object("outlierDetection", TrafficReader::outlier);
        fields.unsupported("tls", "portLevelSettings", "tunnel", "proxyProtocol", "retryBudget");
        return new Traffic(balancer, maxRequests, outlier);
    }

    private static @Nullable Balancer balancer(Fields fields) {
        fields.unsupported("localityLbSetting", "warmupDurationSecs", "warmup");
        HashKey hashKey = fields.object("consistentHash", TrafficReader::hashKey);
        if (fields.has("simple") && fields.has("consistentHash")) {
            fields.only("simple", "consistentHash");
        }
        if (hashKey != null) {
            return new Balancer(LbPolicy.CONSISTENT_HASH, hashKey);
        }
        LbPolicy simple = simple(fields);
        return simple == null ? null : new Balancer(simple, null);
    }

    private static @Nullable LbPolicy simple(Fields fields) {
        String simple = fields.choice("simple", "UNSPECIFIED", SIMPLE);
        return switch (simple) {
            case "ROUND_ROBIN" -> LbPolicy.ROUND_ROBIN;
            case "RANDOM" -> LbPolicy.RANDOM;
            case "LEAST_REQUEST", "LEAST_CONN" -> LbPolicy.LEAST_REQUEST;
            case "PASSTHROUGH" -> {
                fields.report(
                        ProblemCode.UNSUPPORTED, "simple", simple, "another one of " + SIMPLE + "; used without it");
                yield null;
            }
            default -> null;
        };
    }

    /** Istio's keys, and two of our own for calls: {@code attachment} and {@code argument}. */
    private static @Nullable HashKey hashKey(Fields fields) {
        boolean other = fields.unsupported("httpCookie", "useSourceIp");
        fields.unsupported("minimumRingSize", "ringHash", "maglev");
        return other
                ? null
                : HashKeyReader.read(fields, "attachment", "argument", "httpHeaderName", "httpQueryParameterName");
    }

    private static @Nullable Integer maxRequests(Fields fields) {
        fields.unsupported("tcp");
        return fields.object("http", http -> {
            http.unsupported("http1MaxPendingRequests", "maxRequestsPerConnection", "maxRetries", "idleTimeout");
            http.unsupported("h2UpgradePolicy", "useClientProtocol", "maxConcurrentStreams");
            Long most = http.number("http2MaxRequests", 0, Integer.MAX_VALUE);
            return most == null ? null : most.intValue();
        });
    }

    /** Istio's defaults: 5 errors, 30 seconds, 10 percent; 0 errors switch it off. */
    private static @Nullable OutlierDetection outlier(Fields fields) {
        fields.unsupported("consecutiveErrors", "consecutiveGatewayErrors", "consecutiveLocalOriginFailures");
        fields.unsupported("splitExternalLocalOriginErrors", "interval", "minHealthPercent");
        int errors = fields.number("consecutive5xxErrors", 5, 0, 1_000_000);
        Duration time = Durations.read(fields, "baseEjectionTime", Duration.ofSeconds(30));
        int percent = fields.number("maxEjectionPercent", 10, 0, 100);
        return errors == 0 ? null : new OutlierDetection(errors, time, percent);
    }
}
