package io.twinmesh.adapters.istio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a directory looks from outside, links followed: names, sizes, times and identities of its rule files. */
record Fingerprint(Set<String> files) {

    static final Fingerprint NONE = new Fingerprint(Set.of());

    static Fingerprint of(Path directory) {
        Set<String> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (RuleFiles.isRuleFile(String.valueOf(entry.getFileName()))) {
                    files.add(entry.getFileName() + " " + attributes(entry));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new Fingerprint(Set.of(String.valueOf(e)));
        }
        return new Fingerprint(files);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint fingerprint && files.equals(fingerprint.files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }

    private static String attributes(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.size() + " " + found.lastModifiedTime() + " " + found.fileKey();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
