/** {@code mesh demo}: real Dubbo processes, the same calls through both backends, expected beside observed. */
@NullMarked
package io.twinmesh.adapters.cli.demo;

import org.jspecify.annotations.NullMarked;
