package io.twinmesh.core.kernel;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The throttling engines on the path; each is created when the first document for it comes. One thread at a time; {@link #participant} any. */
@Singleton
final class Throttlers implements AutoCloseable {

    private final MeshConfig config;
    private final List<ThrottlerProvider> providers;
    private final Map<String, Throttler> running = Collections.synchronizedMap(new LinkedHashMap<>());

    @Inject
    Throttlers(MeshConfig config, List<ThrottlerProvider> providers) {
        this.config = config;
        this.providers = providers;
    }

    /** Has every engine check its documents; one that ran before is told even if there are none left. */
    List<ThrottlePlan> prepare(List<RuleDocument> documents, Consumer<Problem> problems) {
        List<ThrottlePlan> plans = new ArrayList<>();
        for (ThrottlerProvider provider : providers) {
            List<RuleDocument> own =
                    documents.stream().filter(d -> isFor(d, provider.id())).toList();
            if (!own.isEmpty() || running.containsKey(provider.id())) {
                Throttler throttler = running(provider, own, problems);
                if (throttler != null) {
                    plans.add(throttler.prepare(own, problems));
                }
            }
        }
        return plans;
    }

    /** The engine of a provider, or null with a problem if it cannot be had: rules may come at any time, and their source must live on. */
    private @Nullable Throttler running(
            ThrottlerProvider provider, List<RuleDocument> own, Consumer<Problem> problems) {
        try {
            return running.computeIfAbsent(provider.id(), id -> provider.create(config));
        } catch (MeshConfigurationException e) {
            String place = "throttler '" + provider.id() + "': " + e.subject();
            problems.accept(Problem.error("TM0908", own.get(0).file(), place, e.value(), e.expected()));
            return null;
        }
    }

    /** What each engine has counted, whether or not it is needed already. */
    List<UpgradeParticipant> participants() {
        return providers.stream()
                .<UpgradeParticipant>map(provider -> new ThrottleState(provider.id(), this))
                .toList();
    }

    /** The part of an engine that an upgrade carries, or null if there are no rules for it or it counts nothing. */
    @Nullable UpgradeParticipant participant(String id) {
        Throttler throttler = running.get(id);
        return throttler == null ? null : throttler.participant();
    }

    /** A limit that nobody enforces is an error, not a surprise on the day it is needed. */
    List<Problem> unclaimed(List<RuleDocument> documents) {
        return documents.stream()
                .filter(document -> providers.stream().noneMatch(p -> isFor(document, p.id())))
                .map(document -> Problem.error(
                        "TM0907",
                        document.file(),
                        "rules",
                        document.format(),
                        "a throttler for this format on the path; add io.twinmesh:adapter-" + engine(document)))
                .toList();
    }

    private static boolean isFor(RuleDocument document, String id) {
        return document.format().startsWith(id + "-");
    }

    private static String engine(RuleDocument document) {
        int dash = document.format().indexOf('-');
        return dash < 0 ? document.format() : document.format().substring(0, dash);
    }

    @Override
    public void close() {
        running.values().forEach(Throttler::close);
        running.clear();
    }
}
