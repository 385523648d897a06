package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;

/** Answers every call with its own name. */
record Shop(String name) implements Trade {

    @Override
    public String buy(long buyer, String item) {
        return name;
    }

    @Override
    public String sell(String item) {
        return name;
    }

    @Override
    public String quote(String item) {
        return name;
    }
}
