/** The Dubbo2 protocol as bytes: frames found, requests looked into, replies written, nothing decoded that is not asked for. */
@NullMarked
package io.twinmesh.backend.proxy.dubbo;

import org.jspecify.annotations.NullMarked;
