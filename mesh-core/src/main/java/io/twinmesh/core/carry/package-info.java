/** Records of the model as bytes, for the next process. */
@NullMarked
package io.twinmesh.core.carry;

import org.jspecify.annotations.NullMarked;
