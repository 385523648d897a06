/** Conditions of rules, compiled to tests on parts of a request. */
@NullMarked
package io.twinmesh.core.match;

import org.jspecify.annotations.NullMarked;
