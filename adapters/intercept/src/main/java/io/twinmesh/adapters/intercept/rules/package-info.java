/** The rules as text: for iptables, for nft, for policy routing. No command is run here. */
@NullMarked
package io.twinmesh.adapters.intercept.rules;

import org.jspecify.annotations.NullMarked;
