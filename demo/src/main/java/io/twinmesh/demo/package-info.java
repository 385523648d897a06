/** A Dubbo application that runs with either backend, and without. */
@NullMarked
package io.twinmesh.demo;

import org.jspecify.annotations.NullMarked;
