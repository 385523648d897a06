package io.twinmesh.demo.api;

/** The service of the demo; every method answers with the name of the provider that was called. */
public interface Trade {

    String buy(long buyer, String item);

    String sell(String item);

    String quote(String item);

    /** Answers after some milliseconds. */
    String deliver(String item, int millis);
}
