package io.twinmesh.adapters.istio.document;

import io.twinmesh.adapters.istio.document.Node.Mapping;
import io.twinmesh.adapters.istio.document.Node.Scalar;
import io.twinmesh.adapters.istio.document.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Builds trees from the events of one file. Depth and size are limited, with what stands behind an alias counted each time, so a small
 * file cannot become a large tree. Errors: {@link TreeException}; a field given twice is only reported.
 */
final class Tree {

    static final int DEEPEST = 64;
    static final int MOST_NODES = 2_000_000;

    private final Iterator<Event> events;
    private final String file;
    private final Problems problems;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private int depth;
    private long nodes;

    Tree(Iterator<Event> events, String file, Problems problems) {
        this.events = events;
        this.file = file;
        this.problems = problems;
    }

    /** The root of the next document, or null after the last. */
    @Nullable Node next() {
        anchors.clear();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, DocumentStart, DocumentEnd, StreamEnd, Comment -> {}
                default -> {
                    return node(event);
                }
            }
        }
        return null;
    }

    private Node node(Event event) {
        if (event instanceof AliasEvent alias) {
            return counted(event, aliased(alias));
        }
        Node node =
                switch (event.getEventId()) {
                    case Scalar -> scalar((ScalarEvent) event);
                    case SequenceStart -> sequence(event);
                    case MappingStart -> mapping(event);
                    default -> throw syntax(event, event.getEventId().toString(), "a value");
                };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return counted(event, node);
    }

    /** The children of a collection are counted already, what stands behind an alias is not. */
    private Node counted(Event event, Node node) {
        nodes += event instanceof AliasEvent ? node.size() : 1;
        if (nodes > MOST_NODES) {
            throw new TreeException(
                    ProblemCode.LIMIT, place(event), nodes + " values", "no more than " + MOST_NODES + " in one file");
        }
        return node;
    }

    private Node aliased(AliasEvent alias) {
        Node node = anchors.get(alias.getAlias());
        if (node == null) {
            throw syntax(alias, "*" + alias.getAlias(), "an anchor that stands before it and is complete");
        }
        return node;
    }

    private Scalar scalar(ScalarEvent event) {
        String tag = event.getTag().orElse(null);
        if (!Scalars.known(tag)) {
            throw syntax(event, "tag " + tag, "plain data, no tag");
        }
        return Scalars.of(event.getValue(), event.isPlain(), tag);
    }

    private Sequence sequence(Event start) {
        enter(start);
        List<Node> items = new ArrayList<>();
        long size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Node item = node(event);
            items.add(item);
            size += item.size();
        }
        depth--;
        return new Sequence(items, size);
    }

    private Mapping mapping(Event start) {
        enter(start);
        Map<String, Node> fields = new LinkedHashMap<>();
        long size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            String key = key(event);
            Node value = node(events.next());
            size += 1 + value.size();
            if (fields.putIfAbsent(key, value) != null) {
                problems.add(
                        ProblemCode.SYNTAX,
                        new Place(file, place(event), ""),
                        "'" + key + "' given twice",
                        "each field once");
            }
        }
        depth--;
        return new Mapping(fields, size);
    }

    private String key(Event event) {
        if (node(event) instanceof Scalar key) {
            return key.text();
        }
        throw syntax(event, "a collection as the name of a field", "text");
    }

    private void enter(Event event) {
        String tag = ((CollectionStartEvent) event).getTag().orElse(null);
        if (!Scalars.knownCollection(tag)) {
            throw syntax(event, "tag " + tag, "plain data, no tag");
        }
        if (++depth > DEEPEST) {
            throw new TreeException(
                    ProblemCode.LIMIT,
                    place(event),
                    depth + " levels",
                    "no more than " + DEEPEST + " inside each other");
        }
    }

    private static TreeException syntax(Event event, String value, String expected) {
        return new TreeException(ProblemCode.SYNTAX, place(event), value, expected);
    }

    private static String place(Event event) {
        return Optional.of(event)
                .flatMap(Event::getStartMark)
                .map(Documents::place)
                .orElse("");
    }
}
