package io.twinmesh.backend.agent.bundle;

import java.net.URLClassLoader;

/**
 * The class loader of one bundle: its own jars, the JDK, and of the application what both sides speak.
 *
 * <p>Every jar is opened at once, so that a directory that is deleted too early takes no class away. Lifecycle: closed when the last call of
 * the bundle has ended; the JVM unloads its classes then, because nothing outside keeps one.
 */
final class BundleLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    BundleLoader(Bundle bundle) {
        super("bundle " + bundle.name(), bundle.urls(), new Contract(BundleLoader.class.getClassLoader()));
        findResource("META-INF/no-such-entry"); // looks into every jar
    }

    /** The application's classes that a bundle sees: mesh-api, and logging, which has to end up in one place. No resource of it. */
    private static final class Contract extends ClassLoader {

        static {
            registerAsParallelCapable();
        }

        private final ClassLoader application;

        Contract(ClassLoader application) {
            super("bundle contract", ClassLoader.getPlatformClassLoader());
            this.application = application;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.twinmesh.api.")
                    || name.startsWith("org.slf4j.")
                    || name.startsWith("org.jspecify.")) {
                return application.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
