package io.twinmesh.api.throttling;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Stable;

/** Whether a call may go on: a {@link Permit} to give back, or a rejection. */
@Stable(since = "0.1")
public sealed interface ThrottleVerdict permits Permit, Decision.Reject {}
