package io.twinmesh.backend.agent.bundle;

import java.util.List;

/** What the JVM says of its classes. By reflection: the module under test does not read {@code java.management}. */
final class Loaded {

    private Loaded() {}

    static long classes() throws ReflectiveOperationException {
        Object bean = bean("getClassLoadingMXBean");
        return ((Number) asked(bean, "java.lang.management.ClassLoadingMXBean", "getLoadedClassCount")).longValue();
    }

    static long metaspaceKiB() throws ReflectiveOperationException {
        for (Object pool : (List<?>) bean("getMemoryPoolMXBeans")) {
            if (asked(pool, "java.lang.management.MemoryPoolMXBean", "getName").equals("Metaspace")) {
                Object usage = asked(pool, "java.lang.management.MemoryPoolMXBean", "getUsage");
                return (long) asked(usage, "java.lang.management.MemoryUsage", "getUsed") / 1024;
            }
        }
        throw new IllegalStateException("memory pools: no metaspace (expected: HotSpot)");
    }

    private static Object bean(String method) throws ReflectiveOperationException {
        return Class.forName("java.lang.management.ManagementFactory")
                .getMethod(method)
                .invoke(null);
    }

    private static Object asked(Object of, String type, String method) throws ReflectiveOperationException {
        return Class.forName(type).getMethod(method).invoke(of);
    }
}
