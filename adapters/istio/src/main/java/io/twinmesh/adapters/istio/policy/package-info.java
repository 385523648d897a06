/** The meaning of the documents: kinds, cross checks and the translation to policy in xDS words. */
@NullMarked
package io.twinmesh.adapters.istio.policy;

import org.jspecify.annotations.NullMarked;
