package io.twinmesh.adapters.sentinel;

import org.jspecify.annotations.Nullable;

/** Checks {@code clusterConfig}. There is no token server here: a rule for a whole cluster counts locally, or not at all. */
final class ClusterFields {

    private static final String CONFIG = "clusterConfig";

    private ClusterFields() {}

    static void checkFlow(RuleFields rule, boolean threads) {
        RuleFields config = required(rule);
        if (config == null) {
            return;
        }
        checkIdAndWindow(config);
        if (threads) {
            config.require(config.wholeLong("clientOfflineTime", 2000) > 0, "clientOfflineTime", "over 0");
            config.require(config.wholeLong("resourceTimeout", 2000) > 0, "resourceTimeout", "over 0");
            config.require(config.whole("acquireRefuseStrategy", 0) >= 0, "acquireRefuseStrategy", "0, 1 or 2");
            config.require(config.whole("resourceTimeoutStrategy", 0) >= 0, "resourceTimeoutStrategy", "0, 1 or 2");
        } else {
            config.require(config.whole("strategy", 0) == 0, "strategy", "0");
        }
        tellUnsupported(rule, config.flag("fallbackToLocalWhenFail", true));
    }

    static void checkParam(RuleFields rule) {
        RuleFields config = required(rule);
        if (config != null) {
            checkIdAndWindow(config);
            tellUnsupported(rule, config.flag("fallbackToLocalWhenFail", false));
        }
    }

    /** Whether a rule for a cluster counts locally where there is no token server. */
    static boolean fallsBack(RuleFields rule, boolean otherwise) {
        RuleFields config = rule.object(CONFIG);
        return config != null && config.flag("fallbackToLocalWhenFail", otherwise);
    }

    private static @Nullable RuleFields required(RuleFields rule) {
        rule.require(rule.has(CONFIG), CONFIG, "an object where clusterMode is true");
        return rule.object(CONFIG);
    }

    private static void checkIdAndWindow(RuleFields config) {
        config.require(config.wholeLong("flowId", 0) > 0, "flowId", "over 0");
        int samples = config.whole("sampleCount", 10);
        int interval = config.whole("windowIntervalMs", 1000);
        config.require(samples > 0, "sampleCount", "over 0");
        config.require(interval > 0, "windowIntervalMs", "over 0");
        boolean divides = samples <= 0 || interval % samples == 0;
        config.require(divides, "windowIntervalMs", "a multiple of sampleCount " + samples);
    }

    private static void tellUnsupported(RuleFields rule, boolean fallsBack) {
        String without = fallsBack
                ? "false; there is no token server, each process counts for itself"
                : "false, or clusterConfig.fallbackToLocalWhenFail; there is no token server, the rule has no effect";
        rule.unsupported("clusterMode", without);
    }
}
