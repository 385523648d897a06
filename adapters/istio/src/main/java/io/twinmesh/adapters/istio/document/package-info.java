/** YAML documents as plain trees, read field by field, with every problem kept and all input bounded. */
@NullMarked
package io.twinmesh.adapters.istio.document;

import org.jspecify.annotations.NullMarked;
