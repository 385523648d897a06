package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is seen as state, and what is not, by examples. */
@SuppressWarnings("UnusedMethod") // the examples are looked at, not run
class ChangingStateTest {

    private interface Counting {

        int next();
    }

    /** Keeps the others. */
    private record Holder(List<Assigning> some, Filling filling, Counting counting, Constant constant, Asking asking) {}

    private static final class Assigning {

        private int last;

        void see(int value) {
            last = value;
        }

        int last() {
            return last;
        }
    }

    private static final class Filling {

        private final List<String> seen = new ArrayList<>();

        Supplier<Integer> see(String word) {
            return () -> seen.add(word) ? seen.size() : 0;
        }
    }

    private static final class ByItsInterface implements Counting {

        private int count;

        @Override
        public int next() {
            return count++;
        }
    }

    private static final class Constant {

        private int length;
        private final List<String> words = new ArrayList<>();

        Constant(String word) {
            length = word.length();
            words.add(word);
        }

        int length() {
            return length + words.size();
        }
    }

    private static final class Asking {

        private final Map<String, Integer> numbers = Map.of("one", 1);

        int number(String word) {
            return numbers.getOrDefault(word, 0);
        }
    }

    /** Only a method has one. */
    private static final class Reader {

        private int at;

        int next() {
            return at++;
        }
    }

    private static final class Atomic {

        private final AtomicInteger count = new AtomicInteger();

        int next() {
            return count.getAndIncrement();
        }
    }

    @Test
    void whatMethodsChangeInObjectsThatSomebodyKeepsIsSeen() {
        JavaClasses classes = new ClassFileImporter()
                .importClasses(
                        Holder.class,
                        Counting.class,
                        Assigning.class,
                        Filling.class,
                        ByItsInterface.class,
                        Constant.class,
                        Asking.class,
                        Reader.class,
                        Atomic.class);

        Set<String> seen = classes.stream()
                .filter(new ChangingState(classes)::isIn)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(Set.of("Assigning", "Filling", "ByItsInterface", "Atomic")), seen);
    }
}
