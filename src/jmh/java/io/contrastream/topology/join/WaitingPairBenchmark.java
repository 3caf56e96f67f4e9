package io.contrastream.topology.join;

import io.contrastream.checkpoint.Networks;
import io.contrastream.image.Digit;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.topology.embed.EmbeddedImage;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of writing an anchor to the join's store and of reading it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WaitingPairBenchmark {
  private static final int DIMENSION = Networks.IMAGE.spec().dimension();
  private static final long NOW_MS = 1_700_000_000_000L;

  private final WaitingPairSerde serde = new WaitingPairSerde();
  private final Serializer<WaitingPair> writer = serde.serializer();
  private final Deserializer<WaitingPair> reader = serde.deserializer();
  private final WaitingPair pair = WaitingPair.EMPTY.withAnchor(anchor(), 0);
  private final byte[] bytes = writer.serialize("", pair);

  private static WaitingPair.Image anchor() {
    Digit digit = new DrawnDigits(1, 1).get(0);
    DigitImage image =
        DigitImage.newBuilder()
            .setImageId("k3x9q1-0000001-a")
            .setPairId("k3x9q1-0000001")
            .setRole(ImageRole.ANCHOR)
            .setLabel(digit.label())
            .setPixels(ByteBuffer.wrap(digit.pixels()))
            .setExamples(1)
            .build();
    return new WaitingPair.Image(
        new EmbeddedImage(image, new float[DIMENSION], "0123456789ab", NOW_MS), NOW_MS);
  }

  @Benchmark
  public byte[] encode() {
    return writer.serialize("", pair);
  }

  /** Returns an {@link Object}, since JMH's generated code is in another package. */
  @Benchmark
  public Object decode() {
    return reader.deserialize("", bytes);
  }
}
