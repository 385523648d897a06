package io.twinmesh.benchmarks.dubbo;

/** The service that the applications share. */
public interface EchoService {

    /** Answers with its own argument. */
    String echo(String text);
}
