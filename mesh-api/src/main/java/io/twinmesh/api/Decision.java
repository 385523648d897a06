package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;

/** What was decided about a call: a value, never an exception. */
@Stable(since = "0.1")
public sealed interface Decision {

    /**
     * An outbound call goes to this endpoint.
     *
     * @param cluster the cluster it was chosen from, with the subset behind a bar: {@code com.acme.Trade|v2}
     * @param endpoint where to send it
     */
    record Forward(String cluster, Endpoint endpoint) implements Decision {}

    /**
     * No route is for an outbound call, and it goes where its caller meant it to go.
     *
     * @param endpoint that is where: {@link RpcRequest#passesTo}
     */
    record Pass(Endpoint endpoint) implements Decision {}

    /** An inbound call may go on to the local application. */
    record Admit() implements Decision {

        /** The only one there need be. */
        public static final Admit ADMIT = new Admit();
    }

    /**
     * The call ends here.
     *
     * @param reason a fixed word, fit for a metric label
     * @param rule id of the rule that decided, empty if it was none
     * @param detail one line for people: {@code subject: value (expected: rule)}
     */
    record Reject(RejectReason reason, String rule, String detail)
            implements Decision, io.twinmesh.api.throttling.ThrottleVerdict {

        /** A rejection that no rule in particular stands behind. */
        public static Reject of(RejectReason reason, String detail) {
            return new Reject(reason, "", detail);
        }
    }
}
