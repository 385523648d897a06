package io.twinmesh.arch.equivalence;

/** A service of real Dubbo. */
public interface Shop {

    String say(String text);

    String fail(String text);

    String slow(String text);

    String refused(String text);

    String late(String text);
}
