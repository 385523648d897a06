package io.twinmesh.backend.proxy;

import java.io.Serializable;

/** Something to be done in another JVM. What it captures and what it returns is serializable and goes from one to the other. */
interface RemoteTask<T> extends Serializable {

    T run() throws Exception;
}
