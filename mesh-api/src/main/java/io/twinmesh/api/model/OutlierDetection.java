package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.time.Duration;

/**
 * When an endpoint is ejected. As in Envoy, it stays out for the base time times the number of its ejections, at most for five minutes or
 * the base time if that is longer; with every ten seconds that it stays in, one ejection is forgotten.
 *
 * @param consecutiveErrors failures in a row, see {@link io.twinmesh.api.Outcome#endpointFailed}; 1 or more
 * @param baseEjectionTime how long it stays out the first time, up to 100 years
 * @param maxEjectionPercent share of the cluster's endpoints that may be out at once, 0 to 100; one always may
 */
@Stable(since = "0.1")
public record OutlierDetection(int consecutiveErrors, Duration baseEjectionTime, int maxEjectionPercent) {}
