package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.time.Duration;

/**
 * When an endpoint is ejected.
 *
 * @param consecutiveErrors failures in a row, see {@link io.twinmesh.api.Outcome#endpointFailed}
 * @param baseEjectionTime how long it stays out, times the number of ejections so far
 * @param maxEjectionPercent share of the cluster's endpoints that may be out at once, 0 to 100; one always may
 */
@Stable(since = "0.1")
public record OutlierDetection(int consecutiveErrors, Duration baseEjectionTime, int maxEjectionPercent) {}
