package io.twinmesh.arch.equivalence;

import java.util.List;
import java.util.Random;

/** Words that rules and calls share, few enough to meet often. */
final class Values {

    private static final List<String> TEXTS =
            List.of("vip", "gray", "blue", "value-7", "ü€x", "longer text with several words");
    private static final List<String> ATTACHMENTS = List.of("tag", "user", "lane", "dubbo.tag", "timeout", "interface");

    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    String service() {
        return RuleSets.SERVICES.get(random.nextInt(RuleSets.SERVICES.size()));
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    String attachmentName() {
        return ATTACHMENTS.get(random.nextInt(ATTACHMENTS.size()));
    }
}
