package io.twinmesh.adapters.istio;

import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule files of a directory as they were at one time. */
record RuleFiles(List<RuleFile> files, String version) {

    static final int LARGEST_FILE = 16 << 20;
    static final int LARGEST_DIRECTORY = 64 << 20;
    static final int MOST_FILES = 10_000;

    /** A file by its name. */
    record RuleFile(String name, String text) {}

    /** Reads them in the order of their names; what cannot be read is reported. */
    static RuleFiles in(Path directory, Problems problems) {
        MessageDigest digest = sha256();
        List<RuleFile> files = new ArrayList<>();
        long left = LARGEST_DIRECTORY;
        for (Path path : list(directory, problems)) {
            byte[] content = content(path, (int) Math.min(LARGEST_FILE, left), problems);
            if (content != null) {
                left -= content.length;
                add(name(path), content, files, digest, problems);
            }
        }
        return new RuleFiles(files, HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    }

    static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Files that hold rules by their name; hidden ones, as editors and Kubernetes make them, do not. */
    static boolean isRuleFile(String name) {
        return !name.startsWith(".") && (isYaml(name) || SentinelFiles.isCandidate(name));
    }

    private static List<Path> list(Path directory, Problems problems) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                sort(entry, paths, problems);
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(
                    ProblemCode.UNREADABLE, file(""), directory + ": " + reason(e), "a directory that can be read");
            return List.of();
        }
        if (paths.isEmpty()) {
            problems.add(
                    ProblemCode.NO_DOCUMENTS,
                    file(""),
                    directory + ": no rule file",
                    "at least one *.yaml or Sentinel rule file");
        }
        if (paths.size() > MOST_FILES) {
            problems.add(ProblemCode.LIMIT, file(""), paths.size() + " files", "no more than " + MOST_FILES);
            return List.of();
        }
        paths.sort(null);
        return paths;
    }

    private static void sort(Path entry, List<Path> paths, Problems problems) {
        String name = name(entry);
        if (Files.isDirectory(entry)) {
            if (!name.startsWith(".")) {
                problems.add(
                        ProblemCode.UNKNOWN_FILE, file(name), "a directory", "rule files beside each other; not read");
            }
        } else if (isRuleFile(name)) {
            paths.add(entry);
        }
    }

    private static byte @Nullable [] content(Path path, int limit, Problems problems) {
        try (InputStream stream = Files.newInputStream(path)) {
            byte[] content = stream.readNBytes(limit + 1);
            if (content.length <= limit) {
                return content;
            }
            String rule = "no more than " + LARGEST_FILE + " bytes in a file and " + LARGEST_DIRECTORY + " in all";
            problems.add(ProblemCode.LIMIT, file(name(path)), "more than " + limit + " bytes", rule);
        } catch (IOException e) {
            problems.add(ProblemCode.UNREADABLE, file(name(path)), reason(e), "a file that can be read");
        }
        return null;
    }

    private static void add(
            String name, byte[] content, List<RuleFile> files, MessageDigest digest, Problems problems) {
        digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            files.add(new RuleFile(name, text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            problems.add(ProblemCode.SYNTAX, file(name), "bytes that are no text", "UTF-8");
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Place file(String name) {
        return new Place(name, "", "");
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "not found";
        }
        return e instanceof NotDirectoryException ? "not a directory" : String.valueOf(e.getMessage());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not in this JDK (expected: in every JDK)", e);
        }
    }
}
