/** Istio documents to the model and back. */
@NullMarked
package io.twinmesh.adapters.istio;

import org.jspecify.annotations.NullMarked;
