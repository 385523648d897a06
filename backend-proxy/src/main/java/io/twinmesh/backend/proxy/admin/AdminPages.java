package io.twinmesh.backend.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** All pages by their paths. Threads: the admin port's own. */
final class AdminPages {

    private final Map<String, Function<Query, Page>> pages = new LinkedHashMap<>();

    AdminPages(AdminSubject subject) {
        StatusPages status = new StatusPages(subject);
        pages.put("/ready", status::ready);
        pages.put("/config", status::config);
        pages.put("/clusters", status::clusters);
        pages.put("/rules", status::rules);
        pages.put("/stats", new StatsPage(subject)::stats);
        pages.put("/explain", new ExplainPage(subject)::explain);
        pages.put("/", query -> index(HttpResponseStatus.OK, ""));
    }

    Page answer(String uri) {
        Query query = Query.of(uri);
        Function<Query, Page> page = pages.get(query.path());
        return page == null
                ? index(HttpResponseStatus.NOT_FOUND, query.path() + ": no such page\n")
                : page.apply(query);
    }

    private Page index(HttpResponseStatus status, String before) {
        return Page.text(status, before + String.join("\n", pages.keySet()) + "\n");
    }
}
