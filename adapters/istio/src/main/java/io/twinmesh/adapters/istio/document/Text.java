package io.twinmesh.adapters.istio.document;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Text for messages. */
final class Text {

    private static final int LONGEST_COMPARED = 40;

    private Text() {}

    /** One line of no more than so many characters. */
    static String shortened(String text, int length) {
        String line = text.length() > length ? text.substring(0, length) + "…" : text;
        return line.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The candidate that was probably meant, or null if none is near. */
    static @Nullable String nearest(String name, Collection<String> candidates) {
        String nearest = null;
        int least = Math.min(3, name.length() / 2 + 1);
        for (String candidate : candidates) {
            int distance = name.equalsIgnoreCase(candidate) ? 0 : distance(name, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one of the other. */
    private static int distance(String a, String b) {
        if (a.length() > LONGEST_COMPARED || b.length() > LONGEST_COMPARED) {
            return Integer.MAX_VALUE;
        }
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, steps);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] steps) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
