package io.twinmesh.backend.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.backend.proxy.link.Interception;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page {@code /explain?service=&method=&types=a,b&arg=&attachment=k=v&direction=&version=&group=&destination=}: where a call so described
 * would go, and why.
 */
final class ExplainPage {

    private static final String USAGE = "explain: service, method (expected: both; further types=a,b arg=VALUE"
            + " attachment=KEY=VALUE direction=outbound|inbound version= group= caller= destination=ADDR:PORT)\n";

    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\]]*)]|([^:]*)):([0-9]{1,5})");
    private static final String DESTINATION =
            " (expected: ADDR:PORT, an IPv4 address or an IPv6 one in brackets, port 1 to 65535)\n";

    private final AdminSubject subject;

    ExplainPage(AdminSubject subject) {
        this.subject = subject;
    }

    Page explain(Query query) {
        if (query.all("service").isEmpty() || query.all("method").isEmpty()) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, USAGE);
        }
        String meant = query.first("destination", "");
        Endpoint destination = destination(meant);
        if (destination == null && !meant.isEmpty()) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, "destination: " + meant + DESTINATION);
        }
        Direction direction =
                query.first("direction", "outbound").equals("inbound") ? Direction.INBOUND : Direction.OUTBOUND;
        boolean passes = Interception.outbound(subject.config()).passUnmatched();
        RpcRequest request;
        try {
            request = request(query, passes ? destination : null);
        } catch (IllegalArgumentException e) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, e.getMessage() + "\n");
        }
        return Page.json(page(subject.kernel().explain(direction, request)));
    }

    /** Where the caller meant its call to go, or null if the text is no address with a port. */
    private static @Nullable Endpoint destination(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String six = parts.group(1);
        String address = six == null ? parts.group(2) : six;
        int port = Integer.parseInt(parts.group(3));
        boolean valid = six == null ? NetUtil.isValidIpV4Address(address) : NetUtil.isValidIpV6Address(address);
        return valid && port > 0 && port <= 0xffff ? Endpoint.of(address, port) : null;
    }

    private static RpcRequest request(Query query, @Nullable Endpoint passesTo) {
        String types = query.first("types", "");
        List<String> parameters = types.isEmpty() ? List.of() : List.of(types.split(","));
        SimpleRequest.Builder request = RpcRequest.builder(MethodKey.of(
                query.first("service", ""), query.first("version", ""), query.first("method", ""), parameters));
        List<String> arguments = query.all("arg");
        for (int i = 0; i < arguments.size(); i++) {
            request.argument(argument(i, arguments.get(i), parameters));
        }
        query.all("attachment").forEach(pair -> attach(request, pair));
        query.all("group").forEach(group -> request.attachment("group", group));
        query.all("caller").forEach(caller -> request.attachment("remote.application", caller));
        return request.passesTo(passesTo).build();
    }

    /** As the declared type has it; text if no types are declared. */
    private static Object argument(int index, String text, List<String> types) {
        if (types.isEmpty()) {
            return text;
        }
        if (index >= types.size()) {
            throw new IllegalArgumentException(
                    "arg " + index + ": " + text + " (expected: no more than types, " + types.size() + ")");
        }
        try {
            return SimpleRequest.written(text, types.get(index));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("arg " + index + ": " + e.getMessage(), e);
        }
    }

    private static void attach(SimpleRequest.Builder request, String pair) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
            request.attachment(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    private static Map<String, Object> page(Explanation explanation) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("version", explanation.version());
        page.put("decision", decision(explanation.decision()));
        page.put("steps", explanation.steps().stream().map(ExplainPage::step).toList());
        return page;
    }

    private static Map<String, Object> step(Explanation.Step step) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("stage", step.stage());
        page.put("rule", step.rule());
        page.put("result", step.result());
        page.put("detail", step.detail());
        return page;
    }

    private static Map<String, Object> decision(Decision decision) {
        Map<String, Object> page = new LinkedHashMap<>();
        if (decision instanceof Decision.Forward forward) {
            page.put("kind", "forward");
            page.put("cluster", forward.cluster());
            page.put("endpoint", forward.endpoint());
        } else if (decision instanceof Decision.Pass pass) {
            page.put("kind", "pass");
            page.put("endpoint", pass.endpoint());
        } else if (decision instanceof Decision.Reject reject) {
            page.put("kind", "reject");
            page.put("reason", reject.reason().word());
            page.put("rule", reject.rule());
            page.put("detail", reject.detail());
        } else {
            page.put("kind", "admit");
        }
        return page;
    }
}
