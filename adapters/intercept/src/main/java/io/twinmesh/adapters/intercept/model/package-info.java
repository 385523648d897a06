/** What is to be intercepted, and what a check of the host found. */
@NullMarked
package io.twinmesh.adapters.intercept.model;

import org.jspecify.annotations.NullMarked;
