/** Tests of the options of interception. */
@NullMarked
package io.twinmesh.adapters.cli.intercept;

import org.jspecify.annotations.NullMarked;
