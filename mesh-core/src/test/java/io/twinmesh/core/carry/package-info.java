@NullMarked
package io.twinmesh.core.carry;

import org.jspecify.annotations.NullMarked;
