/** What the demo's provider offers. */
@NullMarked
package io.twinmesh.demo.api;

import org.jspecify.annotations.NullMarked;
