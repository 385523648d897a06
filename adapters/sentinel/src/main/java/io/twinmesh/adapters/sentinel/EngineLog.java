package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.log.LogTarget;
import com.alibaba.csp.sentinel.log.Logger;
import com.alibaba.csp.sentinel.log.RecordLog;
import io.twinmesh.api.Internal;
import org.slf4j.LoggerFactory;

/**
 * Takes Sentinel's record log into ours, one level lower, in place of files under the home directory.
 *
 * <p>Lifecycle: made by Sentinel, once. Threads: any.
 */
@Internal(since = "0.1")
@LogTarget(RecordLog.LOGGER_NAME)
public final class EngineLog implements Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("io.twinmesh.adapters.sentinel.engine");

    @Override
    public void info(String format, Object... arguments) {
        LOG.debug(format, arguments);
    }

    @Override
    public void info(String message, Throwable error) {
        LOG.debug(message, error);
    }

    @Override
    public void warn(String format, Object... arguments) {
        LOG.info(format, arguments);
    }

    @Override
    public void warn(String message, Throwable error) {
        LOG.info(message, error);
    }

    @Override
    public void trace(String format, Object... arguments) {
        LOG.trace(format, arguments);
    }

    @Override
    public void trace(String message, Throwable error) {
        LOG.trace(message, error);
    }

    @Override
    public void debug(String format, Object... arguments) {
        LOG.trace(format, arguments);
    }

    @Override
    public void debug(String message, Throwable error) {
        LOG.trace(message, error);
    }

    @Override
    public void error(String format, Object... arguments) {
        LOG.warn(format, arguments);
    }

    @Override
    public void error(String message, Throwable error) {
        LOG.warn(message, error);
    }
}
