/** A pod and the network around it: two network namespaces, and processes inside them. */
@NullMarked
package io.twinmesh.adapters.intercept.netns;

import org.jspecify.annotations.NullMarked;
