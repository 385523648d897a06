package io.twinmesh.core.carry;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record type taken apart: its components, how they are read, how one is made of them. Immutable. */
final class RecordShape {

    /**
     * Components that may be null, which are also those that another version may do without. A component that is added to the model later
     * and must not be null has to be given a meaning for states that lack it.
     */
    static final Set<String> OPTIONAL = Set.of(
            "Route.stickyBy",
            "Subset.policy",
            "TrafficPolicy.hashKey",
            "TrafficPolicy.outlierDetection",
            "WeightedCluster.subset");

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        try {
            this.constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + ": no canonical constructor", e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    String name() {
        return type.getSimpleName();
    }

    List<String> names() {
        return Stream.of(components).map(RecordComponent::getName).toList();
    }

    RecordComponent component(int index) {
        return components[index];
    }

    int size() {
        return components.length;
    }

    boolean isOptional(int index) {
        return OPTIONAL.contains(name() + "." + components[index].getName());
    }

    /** Index of a component, or -1. */
    int index(String name) {
        return names().indexOf(name);
    }

    @Nullable Object value(Object of, int index) {
        Method accessor = components[index].getAccessor();
        try {
            return accessor.invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(name() + "." + accessor.getName(), e);
        }
    }

    /**
     * A new record.
     *
     * @throws IllegalArgumentException if the record does not take these values
     */
    Object made(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(name() + " of " + Arrays.toString(values), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name(), e);
        }
    }
}
