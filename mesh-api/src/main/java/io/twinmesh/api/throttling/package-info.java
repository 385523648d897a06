/** The throttling SPI: rules in, gates out, one verdict per call. */
@NullMarked
package io.twinmesh.api.throttling;

import org.jspecify.annotations.NullMarked;
