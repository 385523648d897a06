/** Medians, differences and ratios as Markdown, and the raw data behind them. */
@NullMarked
package io.twinmesh.benchmarks.report;

import org.jspecify.annotations.NullMarked;
