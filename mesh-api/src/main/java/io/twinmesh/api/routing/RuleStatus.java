package io.twinmesh.api.routing;

import io.twinmesh.api.Stable;

/**
 * What became of one rule.
 *
 * @param id {@code trade/vip-buyers}, {@code flow:com.acme.Trade:buy(java.lang.Long)#0}
 * @param kind {@code route}, {@code cluster}, or the throttler's word
 * @param file where it stands
 * @param state whether it has effect
 * @param reason why not, or which rule shadows it; empty if active
 * @param matched how often it decided a call since it came into force
 */
@Stable(since = "0.1")
public record RuleStatus(String id, String kind, String file, State state, String reason, long matched) {

    /** Whether a rule has effect. */
    @Stable(since = "0.1")
    public enum State {
        ACTIVE,
        /** Not in force because of an error. */
        REFUSED,
        /** In force, but another rule always wins over it. */
        SHADOWED,
        /** For another application, or of a kind nothing on the path understands. */
        IDLE
    }
}
