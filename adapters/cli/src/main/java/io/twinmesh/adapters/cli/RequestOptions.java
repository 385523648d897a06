package io.twinmesh.adapters.cli;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A call, described with options. */
final class RequestOptions {

    @Option(
            names = "--service",
            required = true,
            paramLabel = "S",
            description = "Dubbo interface, gRPC service or host name.")
    @Nullable String service;

    @Option(names = "--method", required = true, paramLabel = "M", description = "Method name.")
    @Nullable String method;

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Java names of the parameter types; java.lang.String for every --arg if not given.")
    List<String> types = new ArrayList<>();

    @Option(
            names = "--arg",
            paramLabel = "V",
            description = "The next argument, read as the type at its place says. Can be given more than once.")
    List<String> arguments = new ArrayList<>();

    @Option(
            names = "--attachment",
            paramLabel = "NAME=VALUE",
            description = "An attachment (a header, for HTTP). Can be given more than once.")
    Map<String, String> attachments = new LinkedHashMap<>();

    @Option(names = "--caller", paramLabel = "APP", description = "The application that calls, if not --application.")
    @Nullable String caller;

    @Option(names = "--group", paramLabel = "G", description = "Group of the service.")
    @Nullable String group;

    @Option(names = "--service-version", paramLabel = "V", description = "Version of the service.")
    String version = "";

    MethodKey key() {
        return MethodKey.of(Objects.requireNonNull(service), version, Objects.requireNonNull(method), parameterTypes());
    }

    RpcRequest request() {
        SimpleRequest.Builder request = RpcRequest.builder(key());
        List<String> parameterTypes = parameterTypes();
        for (int i = 0; i < arguments.size(); i++) {
            request.argument(argument(i, parameterTypes.get(i)));
        }
        allAttachments().forEach(request::attachment);
        return request.build();
    }

    private Object argument(int index, String type) {
        String text = arguments.get(index);
        try {
            return SimpleRequest.written(text, type);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unknown("--arg " + index, text, "a " + type);
        }
    }

    /** With those that group and caller travel in. */
    Map<String, String> allAttachments() {
        Map<String, String> all = new LinkedHashMap<>(attachments);
        if (group != null) {
            all.put("group", group);
        }
        if (caller != null) {
            all.put("remote.application", caller);
        }
        return all;
    }

    List<String> parameterTypes() {
        if (types.isEmpty()) {
            return arguments.stream().map(argument -> "java.lang.String").toList();
        }
        if (!arguments.isEmpty() && arguments.size() != types.size()) {
            throw CommandFailure.unknown(
                    "--arg", arguments.size() + " given", "as many as --types, " + types.size() + ", or none");
        }
        return types;
    }
}
