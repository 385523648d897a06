package io.twinmesh.adapters.cli.demo;

/**
 * One line of the closing table for one backend.
 *
 * @param what the calls made; the same for every backend
 * @param met whether what was observed is what was expected
 */
record Row(String scenario, String what, String expected, String observed, boolean met) {}
