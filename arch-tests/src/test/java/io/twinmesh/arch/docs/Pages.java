package io.twinmesh.arch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown of the project. */
final class Pages {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Pages() {}

    static List<Path> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(docs, root)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The published classes of all modules. */
    static List<Path> sources() {
        return poms().stream()
                .map(pom -> pom.resolveSibling("src/main/java"))
                .filter(Files::isDirectory)
                .flatMap(Pages::classes)
                .toList();
    }

    /** The POMs of the parent and of all modules. */
    static List<Path> poms() {
        return Stream.concat(
                        Stream.of(ROOT),
                        Stream.of(ROOT, ROOT.resolve("adapters")).flatMap(Pages::children))
                .map(directory -> directory.resolve("pom.xml"))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Stream<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> classes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(path -> path.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String page) {
        return text(ROOT.resolve(page));
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code blocks of a page in one language, in order. */
    static List<String> blocks(String page, String language) {
        return matches(text(page), "(?s)```" + language + "\n(.*?)```");
    }

    /** The first group of every match. */
    static List<String> matches(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().map(Pages::first).toList();
    }

    private static String first(MatchResult match) {
        return match.group(1);
    }
}
