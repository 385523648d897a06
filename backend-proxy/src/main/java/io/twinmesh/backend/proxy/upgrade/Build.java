package io.twinmesh.backend.proxy.upgrade;

/** Names this build to people: the version in the manifest of its jar. */
final class Build {

    private Build() {}

    static String name() {
        String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
