package io.twinmesh.benchmarks.dubbo;

import org.apache.dubbo.config.ApplicationConfig;

/** What both applications have in common. */
final class Applications {

    private Applications() {}

    static ApplicationConfig named(String name) {
        ApplicationConfig application = new ApplicationConfig(name);
        application.setQosEnable(false);
        return application;
    }

    /** Dubbo takes an IPv4 loopback address for a mistake and looks for another one; written as IPv6 it is left alone. */
    static String loopback() {
        return "[::ffff:127.0.0.1]";
    }
}
