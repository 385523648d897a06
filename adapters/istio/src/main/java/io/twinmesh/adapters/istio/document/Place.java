package io.twinmesh.adapters.istio.document;

import io.twinmesh.api.Internal;
import java.util.regex.Pattern;

/**
 * Where something stands.
 *
 * @param file relative to the rule directory
 * @param resource {@code Kind/name}, or {@code document[1]} as long as that is not known
 * @param path inside the resource: {@code spec.rpc[0].match[0]}; empty for the whole
 */
@Internal(since = "0.1")
public record Place(String file, String resource, String path) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final int LONGEST_NAME = 80;

    /** The place of a field. */
    public Place field(String name) {
        if (!PLAIN.matcher(name).matches()) {
            return new Place(file, resource, path + "[\"" + Text.shortened(name, LONGEST_NAME) + "\"]");
        }
        return new Place(file, resource, path.isEmpty() ? name : path + "." + name);
    }

    /** The place of a list's item. */
    public Place item(int index) {
        return new Place(file, resource, path + "[" + index + "]");
    }

    /** The path from another place on: {@code match[0].method} in {@code spec.rpc[0]}. */
    public String pathIn(Place outer) {
        return path.startsWith(outer.path + ".") ? path.substring(outer.path.length() + 1) : path;
    }

    /** Resource and path, as problems give them. */
    public String text() {
        return path.isEmpty() || resource.isEmpty() ? resource + path : resource + " " + path;
    }
}
