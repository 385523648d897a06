/** The pipelines that decide, and how policy comes into force. */
@NullMarked
package io.twinmesh.core.kernel;

import org.jspecify.annotations.NullMarked;
