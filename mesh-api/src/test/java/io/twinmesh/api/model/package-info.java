/** Tests of values. */
@NullMarked
package io.twinmesh.api.model;

import org.jspecify.annotations.NullMarked;
