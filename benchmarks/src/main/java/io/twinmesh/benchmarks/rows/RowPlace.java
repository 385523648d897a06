package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.Children;
import java.nio.file.Path;

/**
 * Where a row starts.
 *
 * @param children starts and ends its process
 * @param upstreamPort the echo server's port on 127.0.0.1
 * @param folder where it may write its configuration
 */
public record RowPlace(Children children, int upstreamPort, Path folder) {}
