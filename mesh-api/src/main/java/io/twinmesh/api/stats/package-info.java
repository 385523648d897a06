/** Numbers the kernel keeps and the sinks that carry them out. */
@NullMarked
package io.twinmesh.api.stats;

import org.jspecify.annotations.NullMarked;
