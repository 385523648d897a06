/** A Dubbo application that runs with either backend. */
@NullMarked
package io.twinmesh.demo;

import org.jspecify.annotations.NullMarked;
