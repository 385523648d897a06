package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is not there to its end is none, wherever it is cut. */
class CutValuesTest {

    private static final int VALUES = 300;
    private static final int LONGEST = 3000;
    private static final long SEED = 7;

    private final RealDubbo dubbo = new RealDubbo();

    private static ValueReader reader(int serialization, ByteBuf buf, int end) {
        TextCache texts = new TextCache();
        ValueReader in = serialization == DubboFrame.HESSIAN2 ? new HessianReader(texts) : new JsonbReader(texts);
        in.begin(buf, end);
        return in;
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void valueCutAnywhereIsMalformed(int serialization) {
        RandomValues values = new RandomValues(new Random(SEED));
        for (int i = 0; i < VALUES; i++) {
            values.nextCall();
            ByteBuf value = encoded(serialization, i % 3 == 0 ? values.scalar().value() : values.opaque(0));
            for (int length = 0; length < Math.min(value.readableBytes(), LONGEST); length++) {
                checkCut(serialization, Unpooled.copiedBuffer(value.slice(0, length)), "seed " + SEED + ", value " + i);
            }
            assertEquals(
                    value.readableBytes(),
                    reader(serialization, value, value.readableBytes()).skip(0));
        }
    }

    private static void checkCut(int serialization, ByteBuf cut, String where) {
        int length = cut.readableBytes();
        assertEquals(ValueReader.MALFORMED, reader(serialization, cut, length).skip(0), where + ", cut at " + length);
        ValueReader in = reader(serialization, cut, length);
        in.scalar(0);
        in.openMap(0);
        in.openList(0);
        in.textAt(0);
    }

    /** The bytes of one argument. */
    private ByteBuf encoded(int serialization, Object value) {
        Class<?>[] types = {Object.class};
        ByteBuf frame = dubbo.request(serialization, 1, RealDubbo.call("say", types, new Object[] {value}, Map.of()));
        ValueReader in = reader(serialization, frame, frame.readableBytes());
        int at = DubboFrame.HEADER_LENGTH;
        for (int i = 0; i < 5; i++) {
            at = in.next(at);
        }
        int start = in.content(at);
        return Unpooled.copiedBuffer(frame.slice(start, in.next(at) - start));
    }

    @ParameterizedTest
    @CsvSource({
        "a4 34, list whose count is cut short",
        "a4 4a 61, list whose count is text",
        "a4 ff, list of minus one elements",
        "a4 48 7f ff ff ff, list that states two thousand million elements",
        "96 01, list that lacks an element",
        "a6 4a 61 a5, map with a key alone",
        "a6 4a 61 01, map without an end",
        "a5, end of nothing",
        "79 ff, text of minus one bytes",
        "79 48 7f ff ff ff 61, text longer than the frame",
        "7a 38, text whose length is cut short",
        "91 05 00, bytes that lack some",
        "bb 4a 00, big number whose length is text",
        "92, type without a name",
        "92 4a 61, type without a number",
        "92 af 01, type without text",
        "92 4a 61 00, type without a value",
        "7f, symbol without a number",
        "7f 4a 61, symbol that gives no number",
        "93, reference without a path",
        "9f 92, list that is cut in a type",
    })
    void jsonbThatIsNoneIsMalformed(String hex, String what) {
        ByteBuf value = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertEquals(
                ValueReader.MALFORMED,
                reader(DubboFrame.FASTJSON2, value, value.readableBytes()).skip(0),
                what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"95", "92 4a 61 00", "a6", "b4", "92 00"})
    void jsonbNestingBombIsMalformed(String hex) {
        byte[] unit = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuf bomb = Unpooled.buffer();
        for (int i = 0; i < 100_000; i++) {
            bomb.writeBytes(unit);
        }

        assertEquals(
                ValueReader.MALFORMED,
                reader(DubboFrame.FASTJSON2, bomb, bomb.readableBytes()).skip(0));
    }
}
