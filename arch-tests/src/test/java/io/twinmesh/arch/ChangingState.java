package io.twinmesh.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which classes have state that changes while calls are made.
 *
 * <p>Seen are, in any class: volatile fields, and those of the JDK's atomic and concurrent types. In classes whose objects somebody keeps, also
 * fields that a method assigns, and collections of their own that a method changes. Somebody keeps an object if a field of another class has its
 * type or one of its types among ours, if a pipeline of Netty's does, or if it is a singleton; what only a method has while it runs, a reader or
 * a builder, is not.
 *
 * <p>Not seen are elements of arrays that are stored to, what methods of types that are not ours change inside objects of theirs, and objects that
 * nothing but a lambda expression or a local variable keeps.
 */
final class ChangingState {

    private static final String OURS = "io.twinmesh.";

    private static final Set<String> CHANGES = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "clear",
            "compute",
            "computeIfAbsent",
            "computeIfPresent",
            "flip",
            "merge",
            "offer",
            "poll",
            "pollFirst",
            "pop",
            "push",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "removeAll",
            "removeFirst",
            "removeIf",
            "removeLast",
            "retainAll",
            "set");

    private final Set<JavaClass> kept = new HashSet<>();

    ChangingState(JavaClasses all) {
        for (JavaClass holder : all) {
            holder.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                    .flatMap(field -> field.getAllInvolvedRawTypes().stream())
                    .filter(type -> !type.equals(holder))
                    .forEach(kept::add);
        }
    }

    boolean isIn(JavaClass type) {
        return type.getFields().stream().anyMatch(ChangingState::isShared)
                || type.getConstructorCallsFromSelf().stream().anyMatch(call -> isConcurrent(call.getTargetOwner()))
                || isKept(type) && type.getFields().stream().anyMatch(field -> isAssigned(field) || isFilled(field));
    }

    private boolean isKept(JavaClass type) {
        return Stream.concat(
                                Stream.of(type),
                                Stream.concat(
                                        type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream()))
                        .anyMatch(each -> each.getName().startsWith(OURS) && kept.contains(each))
                || type.isAssignableTo("io.netty.channel.ChannelHandler")
                || type.isAnnotatedWith("jakarta.inject.Singleton");
    }

    private static boolean isShared(JavaField field) {
        return field.getModifiers().contains(JavaModifier.VOLATILE) || isConcurrent(field.getRawType());
    }

    private static boolean isConcurrent(JavaClass type) {
        String name = type.getSimpleName();
        return type.getPackageName().equals("java.util.concurrent.atomic")
                || type.getPackageName().equals("java.util.concurrent")
                        && (name.startsWith("Concurrent") || name.startsWith("CopyOnWrite"));
    }

    private static boolean isAssigned(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.FINAL)
                && accesses(field).anyMatch(access -> access.getAccessType() != AccessType.GET);
    }

    private static boolean isFilled(JavaField field) {
        JavaClass type = field.getRawType();
        return isCollection(type)
                && makesCollections(field.getOwner())
                && accesses(field).anyMatch(access -> changes(access.getOrigin(), type));
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class)
                || type.isAssignableTo(Map.class)
                || type.isAssignableTo(BitSet.class);
    }

    /** Whether an object begins with a collection of its own; one that it is given is somebody else's. */
    private static boolean makesCollections(JavaClass type) {
        return type.getConstructors().stream()
                .flatMap(made -> Stream.<JavaClass>concat(
                        made.getConstructorCallsFromSelf().stream().map(call -> call.getTargetOwner()),
                        made.getMethodCallsFromSelf().stream()
                                .map(call -> call.getTarget().getRawReturnType())))
                .anyMatch(ChangingState::isCollection);
    }

    /** Those after an object is made. */
    private static Stream<JavaFieldAccess> accesses(JavaField field) {
        return field.getAccessesToSelf().stream()
                .filter(access -> !access.getOrigin().isConstructor()
                        && !access.getOrigin().getName().equals("<clinit>"));
    }

    private static boolean changes(JavaCodeUnit method, JavaClass collection) {
        return Stream.concat(method.getMethodCallsFromSelf().stream(), method.getMethodReferencesFromSelf().stream())
                .anyMatch(call -> CHANGES.contains(call.getName())
                        && call.getTargetOwner().isAssignableTo(collection.getName()));
    }
}
