/** Tests of values. */
@NullMarked
package io.twinmesh.api.config;

import org.jspecify.annotations.NullMarked;
