/** The hand-over of a running sidecar to its successor: two processes, two Unix domain sockets, one word of shared memory. */
@NullMarked
package io.twinmesh.backend.proxy.upgrade;

import org.jspecify.annotations.NullMarked;
