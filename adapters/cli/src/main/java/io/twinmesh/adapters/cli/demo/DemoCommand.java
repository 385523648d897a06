package io.twinmesh.adapters.cli.demo;

import io.twinmesh.api.Internal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mesh demo}. */
@Internal(since = "0.1")
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
