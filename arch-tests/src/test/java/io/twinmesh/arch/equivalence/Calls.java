package io.twinmesh.arch.equivalence;

import java.io.Serializable;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.utils.ReflectUtils;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.model.FrameworkModel;

/** Calls made from a seed: plain and generic, of all kinds of argument, as a Dubbo consumer would make them. */
@SuppressWarnings({"deprecation", "ArrayRecordComponent", "JavaUtilDate", "serial"}) // calls as applications make them
final class Calls {

    private static final String GENERIC = "$invoke";

    private final Random random;
    private final Values values;

    Calls(long seed) {
        this.random = new Random(seed);
        this.values = new Values(random);
    }

    /** A call and the URL of the provider it is addressed to. */
    record Made(RpcInvocation invocation, URL provider) {}

    /** A class no proxy knows. */
    static final class Buyer implements Serializable {

        private static final long serialVersionUID = 1L;

        final String name;
        final long id;
        final List<String> tags;

        Buyer(String name, long id, List<String> tags) {
            this.name = name;
            this.id = id;
            this.tags = tags;
        }
    }

    /** A signature with the values it takes. */
    private record Signature(String method, Class<?>[] types, Object[] arguments) {}

    Made next() {
        String service = random.nextInt(12) == 0 ? "com.acme.Nobody" : values.service();
        String version = random.nextInt(3) == 0 ? "0.0.0" : random.nextBoolean() ? "1.0.0" : "2.0.0";
        String group = random.nextInt(3) > 0 ? null : random.nextBoolean() ? "g1" : "g2";
        URL provider = provider(service, version, group);
        Signature signature = signature();
        RpcInvocation call = random.nextInt(5) == 0 ? generic(signature) : plain(signature);
        address(call, service, version, group);
        decorate(call);
        return new Made(call, provider);
    }

    private static URL provider(String service, String version, String group) {
        String parameters = "?interface=" + service + (group == null ? "" : "&group=" + group)
                + (version.equals("0.0.0") ? "" : "&version=" + version) + "&timeout=1000";
        return URL.valueOf("dubbo://192.0.2.1:20880/" + service + parameters)
                .setScopeModel(FrameworkModel.defaultModel().defaultApplication());
    }

    private Signature signature() {
        return switch (random.nextInt(4)) {
            case 0 -> new Signature("buy", new Class<?>[] {Long.class, String.class}, new Object[] {buyer(), text()});
            case 1 -> new Signature("sell", new Class<?>[] {int.class}, new Object[] {random.nextInt(200) - 100});
            case 2 -> new Signature("echo", new Class<?>[] {Object.class}, new Object[] {anything()});
            default ->
                random.nextBoolean()
                        ? new Signature("bulk", new Class<?>[0], new Object[0])
                        : new Signature("echo", new Class<?>[] {Object.class}, new Object[] {text()});
        };
    }

    private Long buyer() {
        return random.nextInt(10) == 0
                ? null
                : Long.valueOf(random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(300));
    }

    private String text() {
        return random.nextInt(10) == 0 ? null : values.text();
    }

    private Object anything() {
        return switch (random.nextInt(9)) {
            case 0 -> new Buyer(values.text(), random.nextLong(), List.of("a", "b"));
            case 1 -> Map.of("name", values.text());
            case 2 -> List.of(1, 2, 3);
            case 3 -> random.nextBoolean();
            case 4 -> random.nextDouble();
            case 5 -> new Date(random.nextInt());
            case 6 -> new byte[random.nextInt(40)];
            case 7 -> null;
            default -> values.text();
        };
    }

    private static RpcInvocation plain(Signature signature) {
        RpcInvocation call = new RpcInvocation();
        call.setMethodName(signature.method());
        call.setParameterTypes(signature.types());
        call.setParameterTypesDesc(ReflectUtils.getDesc(signature.types()));
        call.setArguments(signature.arguments());
        return call;
    }

    private RpcInvocation generic(Signature signature) {
        String[] names = new String[signature.types().length];
        for (int i = 0; i < names.length; i++) {
            names[i] = random.nextInt(8) == 0 ? "com.acme.Color" : signature.types()[i].getName();
        }
        RpcInvocation call = new RpcInvocation();
        call.setMethodName(GENERIC);
        Class<?>[] types = {String.class, String[].class, Object[].class};
        call.setParameterTypes(types);
        call.setParameterTypesDesc(ReflectUtils.getDesc(types));
        call.setArguments(new Object[] {signature.method(), names, signature.arguments()});
        call.setAttachment("generic", "true");
        return call;
    }

    private static void address(RpcInvocation call, String service, String version, String group) {
        call.setAttachment("path", service);
        call.setAttachment("interface", service);
        call.setAttachment("version", version);
        call.setAttachment("timeout", "1000");
        if (group != null) {
            call.setAttachment("group", group);
        }
    }

    private void decorate(RpcInvocation call) {
        for (int i = random.nextInt(3); i > 0; i--) {
            call.setAttachment(List.of("tag", "user", "lane", "dubbo.tag").get(random.nextInt(4)), values.text());
        }
        if (random.nextInt(3) > 0) {
            String name = random.nextInt(6) == 0 ? "dubboApplication" : "remote.application";
            call.setAttachment(name, random.nextBoolean() ? "cart" : "web");
        }
        if (random.nextInt(8) == 0) {
            call.setObjectAttachment("lane", random.nextInt());
        }
    }
}
