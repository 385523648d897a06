/** Route tables, against a slow and obvious model. */
@NullMarked
package io.twinmesh.core.route;

import org.jspecify.annotations.NullMarked;
