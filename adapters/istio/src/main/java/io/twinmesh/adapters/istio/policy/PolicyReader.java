package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.api.Internal;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.RuleDocument;
import java.util.List;

/** Makes policy of documents. */
@Internal(since = "0.1")
public final class PolicyReader {

    private PolicyReader() {}

    /** The policy as far as it can be read; everything wrong goes to {@code problems}. */
    public static PolicySet read(
            String version, List<Document> documents, List<RuleDocument> throttleRules, Problems problems) {
        Resources resources = new Resources(problems);
        documents.forEach(resources::add);
        Rules rules = new Rules(resources.rules(), problems);
        Clusters clusters = new Clusters(problems);
        resources.services().forEach(service -> clusters.add(service, resources.workloads(), rules));
        rules.checkHosts(clusters.hosts());
        VirtualHosts hosts = new VirtualHosts(clusters, problems);
        return new PolicySet(
                version,
                resources.tables().stream().map(hosts::of).toList(),
                clusters.clusters(),
                clusters.endpoints(),
                throttleRules);
    }
}
