package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.SimpleRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.dubbo.rpc.RpcInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dubbo's own encoder was given is what we read, for bodies of every shape. */
class RandomCallsTest {

    private static final int CALLS = 20_000;
    private static final long SEED = 20_881;

    private final RealDubbo dubbo = new RealDubbo();
    private final Random random = new Random(SEED);
    private final RandomValues values = new RandomValues(random);
    private final DubboRequest request = new DubboRequest(new MethodTable());

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void everyScalarAndEveryAttachmentIsReadBack(int serialization) {
        for (int i = 0; i < CALLS; i++) {
            values.nextCall();
            List<RandomValues.Argument> arguments = arguments();
            Map<String, Object> attachments = attachments(arguments);
            RpcInvocation call = call(arguments, attachments);
            ByteBuf frame = dubbo.request(serialization, i, call);

            request.wrap(frame, 0, frame.readableBytes());

            String where = "seed " + SEED + ", call " + i;
            assertEquals(key(arguments), request.key(), where);
            checkArguments(arguments, where);
            checkAttachments(call.getObjectAttachments(), where);
            assertFalse(request.malformed(), where);
            checkEnds(serialization, frame, call, where);
        }
    }

    private List<RandomValues.Argument> arguments() {
        List<RandomValues.Argument> arguments = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            arguments.add(values.argument());
        }
        return arguments;
    }

    private Map<String, Object> attachments(List<RandomValues.Argument> arguments) {
        Map<String, Object> attachments = new HashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            attachments.put("key-" + random.nextInt(20) + (random.nextInt(5) == 0 ? "é日" : ""), values.text());
        }
        attachments.put("group", "g" + random.nextInt(3));
        attachments.put("number", random.nextInt());
        if (random.nextInt(4) == 0) {
            attachments.put("object", values.opaque(2));
        }
        if (!arguments.isEmpty() && random.nextInt(4) == 0) {
            attachments.put("shared", values.node(0));
        }
        return attachments;
    }

    private static RpcInvocation call(List<RandomValues.Argument> arguments, Map<String, Object> attachments) {
        Class<?>[] types = arguments.stream().map(RandomValues.Argument::type).toArray(Class<?>[]::new);
        Object[] given = arguments.stream().map(RandomValues.Argument::value).toArray();
        return RealDubbo.call("say", types, given, attachments);
    }

    private static MethodKey key(List<RandomValues.Argument> arguments) {
        List<String> types = arguments.stream().map(a -> a.type().getTypeName()).toList();
        return MethodKey.of(RealDubbo.SERVICE, "1.0.0", "say", types);
    }

    private void checkArguments(List<RandomValues.Argument> arguments, String where) {
        Integer[] order = new Integer[arguments.size()];
        Arrays.setAll(order, i -> i);
        java.util.Collections.shuffle(Arrays.asList(order), random);
        for (int i : order) {
            Object expected = SimpleRequest.normal(arguments.get(i).value());
            assertEquals(expected, request.argument(i), where + ", argument " + i);
        }
    }

    private void checkAttachments(Map<String, Object> attachments, String where) {
        for (Map.Entry<String, Object> entry : new TreeMap<>(attachments).entrySet()) {
            Object expected = entry.getValue() instanceof String text ? text : null;
            assertEquals(expected, request.attachment(entry.getKey()), where + ", attachment " + entry.getKey());
        }
    }

    /** The walk over the arguments lands on the attachments, and these end with the frame. */
    private static void checkEnds(int serialization, ByteBuf frame, RpcInvocation call, String where) {
        TextCache texts = new TextCache();
        ValueReader in = serialization == DubboFrame.HESSIAN2 ? new HessianReader(texts) : new JsonbReader(texts);
        in.begin(frame, frame.readableBytes());
        int at = DubboFrame.HEADER_LENGTH;
        for (int i = 0; i < 5 + call.getArguments().length; i++) {
            at = in.next(at);
        }
        assertEquals(frame.readableBytes(), in.next(at), where);
        assertEquals(frame.readableBytes(), in.skip(in.content(at)), where);
    }
}
