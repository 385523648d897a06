package io.twinmesh.backend.proxy.dubbo;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** Makes up arguments as applications pass them: scalars, and objects of every shape the encoders treat on their own. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // applications pass them
final class RandomValues {

    private static final int MAX_DEPTH = 4;

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();

    RandomValues(Random random) {
        this.random = random;
    }

    /** Forgets the objects made so far, so that references stay within one call. */
    void nextCall() {
        nodes.clear();
    }

    /** A declared type and a value for it. */
    record Argument(Class<?> type, Object value) {}

    Argument argument() {
        return random.nextBoolean() ? scalar() : object(0);
    }

    /** A value that has a normal form of its own. */
    Argument scalar() {
        return switch (random.nextInt(12)) {
            case 0 -> new Argument(int.class, whole32());
            case 1 -> new Argument(Integer.class, random.nextInt(4) == 0 ? null : (Object) whole32());
            case 2 -> new Argument(long.class, whole64());
            case 3 -> new Argument(Object.class, whole64());
            case 4 -> new Argument(boolean.class, random.nextBoolean());
            case 5 -> new Argument(double.class, fraction());
            case 6 -> new Argument(Float.class, (float) fraction());
            case 7 -> new Argument(short.class, (short) random.nextInt());
            case 8 -> new Argument(Byte.class, (byte) random.nextInt());
            case 9 -> new Argument(char.class, text(1).isEmpty() ? 'x' : (char) ('a' + random.nextInt(200)));
            default -> new Argument(random.nextBoolean() ? String.class : Object.class, text());
        };
    }

    private Argument object(int depth) {
        Object value = opaque(depth);
        return new Argument(random.nextBoolean() ? Object.class : value.getClass(), value);
    }

    /** A value that has no normal form. */
    Object opaque(int depth) {
        return switch (random.nextInt(15)) {
            case 0 -> new Date(random.nextLong() >>> random.nextInt(30));
            case 1 -> new BigDecimal(new BigInteger(1 + random.nextInt(100), random), random.nextInt(10));
            case 2 -> new BigInteger(1 + random.nextInt(100), random);
            case 3 -> new UUID(random.nextLong(), random.nextLong());
            case 4 -> Color.values()[random.nextInt(Color.values().length)];
            case 5 -> LocalDateTime.of(2000 + random.nextInt(50), 1 + random.nextInt(12), 1, 0, random.nextInt(60));
            case 6 -> bytes();
            case 7 -> random.ints(random.nextInt(12)).toArray();
            case 8 -> new String[] {text(), null, text()};
            case 9 -> new Object[] {text(), any(depth), random.nextInt()};
            case 10, 11 -> list(depth);
            case 12 -> map(depth);
            default -> node(depth);
        };
    }

    private Object any(int depth) {
        if (depth >= MAX_DEPTH || random.nextBoolean()) {
            return scalar().value();
        }
        return opaque(depth + 1);
    }

    private List<Object> list(int depth) {
        List<Object> list = random.nextBoolean() ? new ArrayList<>() : new LinkedList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            list.add(any(depth));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map =
                switch (random.nextInt(3)) {
                    case 0 -> new HashMap<>();
                    case 1 -> new TreeMap<>();
                    default -> new LinkedHashMap<>();
                };
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(text(12), any(depth));
        }
        return map;
    }

    /** A new object, or one of this call's again: shared and circular references. */
    Node node(int depth) {
        if (!nodes.isEmpty() && random.nextInt(3) == 0) {
            return nodes.get(random.nextInt(nodes.size()));
        }
        Node node = random.nextBoolean() ? new Node() : new Leaf();
        nodes.add(node);
        node.id = random.nextLong();
        node.name = random.nextInt(5) == 0 ? null : text();
        node.color = Color.values()[random.nextInt(3)];
        node.payload = any(depth);
        node.next = random.nextInt(3) == 0 ? node : depth < MAX_DEPTH ? node(depth + 1) : null;
        return node;
    }

    String text() {
        return switch (random.nextInt(400)) {
            case 0 -> text(70_000);
            case 1, 2, 3 -> text(1500);
            default -> text(random.nextInt(60));
        };
    }

    private String text(int length) {
        int kind = random.nextInt(6);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.appendCodePoint(codePoint(kind < 3 ? 0 : kind));
        }
        return text.toString();
    }

    private int codePoint(int kind) {
        return switch (kind) {
            case 0 -> ' ' + random.nextInt(95);
            case 3 -> 0xa0 + random.nextInt(0x60);
            case 4 -> random.nextInt(4) == 0 ? 0x4e00 + random.nextInt(0x5000) : 'a' + random.nextInt(26);
            default -> random.nextInt(3) == 0 ? 0x1f600 + random.nextInt(40) : 0x3b1 + random.nextInt(20);
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(100) == 0 ? 40_000 : random.nextInt(1100)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int whole32() {
        return random.nextInt() >> random.nextInt(32);
    }

    private long whole64() {
        return random.nextLong() >> random.nextInt(64);
    }

    private double fraction() {
        return random.nextBoolean() ? random.nextInt(100_000) / 1000.0 : random.nextGaussian() * 1e6;
    }

    /** An enumeration. */
    enum Color {
        RED,
        GREEN,
        BLUE
    }

    /** An object of an application. */
    static class Node implements Serializable {
        private static final long serialVersionUID = 1;

        long id;
        String name;
        Color color;
        transient int skipped = 1;

        @SuppressWarnings("serial")
        Object payload;

        Node next;
    }

    /** An object that inherits fields and has more. */
    static final class Leaf extends Node {
        private static final long serialVersionUID = 1;

        int size = 3;
        int[] widths = {1, 2, 3};
        BigDecimal price = new BigDecimal("9.99");
    }
}
