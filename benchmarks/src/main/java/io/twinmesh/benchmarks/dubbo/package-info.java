/** Two ordinary Dubbo applications, one that echoes and one that calls it; neither knows anything of the mesh. */
@NullMarked
package io.twinmesh.benchmarks.dubbo;

import org.jspecify.annotations.NullMarked;
