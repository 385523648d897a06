/** What every protocol is built from: one end of a connection, the loop it lives on, counters and limits. */
@NullMarked
package io.twinmesh.backend.proxy.link;

import org.jspecify.annotations.NullMarked;
