package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenericCallTest {

    private static final Class<?>[] TYPES = {String.class, String[].class, Object[].class};

    private final RealDubbo dubbo = new RealDubbo();
    private final MethodTable table = new MethodTable();

    private ByteBuf call(int serialization, String method, Object name, Object types, Object arguments) {
        Object[] given = {name, types, arguments};
        return dubbo.request(
                serialization, 1, RealDubbo.call(method, TYPES, given, Map.of("generic", "true", "group", "g1")));
    }

    @ParameterizedTest
    @CsvSource({"2, $invoke", "2, $invokeAsync", "23, $invoke", "23, $invokeAsync"})
    void callIsSeenAsTheOneItCarries(int serialization, String method) {
        Object[] arguments = {7L, Map.of("id", 1), null, "vip", true};
        String[] types = {"long", "demo.Buyer", "[Ljava.lang.String;", "java.lang.String", "boolean"};

        DubboRequest request = Frames.view(call(serialization, method, "buy", types, arguments), table);

        List<String> names = List.of("long", "demo.Buyer", "java.lang.String[]", "java.lang.String", "boolean");
        assertEquals(MethodKey.of(RealDubbo.SERVICE, "1.0.0", "buy", names), request.key());
        assertEquals(RequestDepth.NAMES, request.deepestDecoded());
        assertEquals("vip", request.argument(3));
        assertEquals(7L, request.argument(0));
        assertEquals(RpcRequest.OPAQUE, request.argument(1));
        assertNull(request.argument(2));
        assertEquals(true, request.argument(4));
        assertNull(request.argument(5));
        assertEquals("g1", request.group());
        assertFalse(request.malformed());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void callsOfTheSameMethodShareAKeyAndOthersDoNot(int serialization) {
        ByteBuf buy = call(serialization, "$invoke", "buy", new String[] {"int"}, new Object[] {1});
        ByteBuf again = call(serialization, "$invoke", "buy", new String[] {"int"}, new Object[] {2});
        ByteBuf sell = call(serialization, "$invoke", "sell", new String[] {"int"}, new Object[] {2});
        DubboRequest request = Frames.view(buy, table);
        MethodKey key = request.key();

        request.wrap(sell, 0, sell.readableBytes());
        assertEquals("sell", request.key().method());
        assertEquals(2, request.argument(0));

        request.wrap(again, 0, again.readableBytes());
        assertSame(key, request.key());
        assertSame(key, Frames.view(again, table).key());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void callWithoutTypesAndArgumentsIsWhole(int serialization) {
        DubboRequest request = Frames.view(call(serialization, "$invoke", "ping", null, null), table);

        assertEquals(MethodKey.of(RealDubbo.SERVICE, "1.0.0", "ping", List.of()), request.key());
        assertNull(request.argument(0));
        assertEquals("g1", request.group());
        assertFalse(request.malformed());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void emptyListsAreNoArguments(int serialization) {
        DubboRequest request = Frames.view(call(serialization, "$invoke", "ping", new String[0], new Object[0]), table);

        assertEquals(List.of(), request.key().parameterTypes());
        assertNull(request.argument(0));
        assertEquals("g1", request.group());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void manyArgumentsAreFound(int serialization) {
        String[] types = new String[40];
        Object[] arguments = new Object[40];
        for (int i = 0; i < types.length; i++) {
            types[i] = "java.lang.Object";
            arguments[i] = i % 2 == 0 ? (Object) ("value " + i) : new RandomValues.Leaf();
        }

        DubboRequest request = Frames.view(call(serialization, "$invoke", "many", types, arguments), table);

        assertEquals("value 38", request.argument(38));
        assertEquals("value 0", request.argument(0));
        assertEquals(RpcRequest.OPAQUE, request.argument(39));
        assertEquals("g1", request.group());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void callThatHidesItsMethodIsMalformedButKeepsItsAttachments(int serialization) {
        Object types = new String[] {"int", null};

        DubboRequest request = Frames.view(call(serialization, "$invoke", "buy", types, new Object[0]), table);

        assertEquals("$invoke", request.key().method());
        assertTrue(request.malformed());
        assertEquals("g1", request.group());
        assertEquals("buy", request.argument(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 23})
    void methodOfThatNameWithOtherParametersIsNoGenericCall(int serialization) {
        ByteBuf frame = dubbo.request(
                serialization,
                1,
                RealDubbo.call("$invoke", new Class<?>[] {String.class}, new Object[] {"x"}, Map.of()));

        DubboRequest request = Frames.view(frame, table);

        assertEquals("$invoke", request.key().method());
        assertEquals("x", request.argument(0));
        assertFalse(request.malformed());
    }
}
