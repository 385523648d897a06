/** The fakes, held against the contracts. */
@NullMarked
package io.twinmesh.testkit;

import org.jspecify.annotations.NullMarked;
