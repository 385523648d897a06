package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock.ReadLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods with as many parameters as Java allows, of types with long names. */
class LongNamesTest {

    private static final int PARAMETERS = 255;

    private final RealDubbo dubbo = new RealDubbo();

    private static DubboRequest checked(ByteBuf frame) {
        DubboRequest request = Frames.view(frame);
        List<String> types = Collections.nCopies(PARAMETERS, ReadLock.class.getName());
        assertEquals(types, request.key().parameterTypes());
        assertEquals("say", request.key().method());
        assertEquals("g1", request.group());
        assertFalse(request.malformed());
        return request;
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void methodIsReadWhateverItsParameters(int serialization) {
        Class<?>[] types = new Class<?>[PARAMETERS];
        Arrays.fill(types, ReadLock.class);

        checked(dubbo.request(
                serialization, 1, RealDubbo.call("say", types, new Object[PARAMETERS], Map.of("group", "g1"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void methodOfAGenericCallIsReadToo(int serialization) {
        String[] names = new String[PARAMETERS];
        Arrays.fill(names, ReadLock.class.getName());
        Class<?>[] types = {String.class, String[].class, Object[].class};
        Object[] arguments = {"say", names, new Object[PARAMETERS]};

        checked(dubbo.request(
                serialization,
                1,
                RealDubbo.call("$invoke", types, arguments, Map.of("generic", "true", "group", "g1"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void longNamesAreNotKept(int serialization) {
        MethodTable table = new MethodTable();
        ByteBuf frame = dubbo.request(
                serialization, 1, RealDubbo.call("m".repeat(3000), new Class<?>[0], new Object[0], Map.of()));

        assertEquals(3000, Frames.view(frame, table).key().method().length());
        assertEquals(0, table.bytes());
        assertEquals(Frames.view(frame, table).key(), Frames.view(frame, table).key());
    }
}
