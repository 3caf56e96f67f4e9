package io.contrastream.topic;

import io.contrastream.image.Digit;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.registry.InMemoryRegistry;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to read an image from its topic, and to write and read an embedding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AvroBenchmark {
  private static final int DIMENSION = 64;
  private static final String TOPIC = "benchmark";

  private final SchemaRegistry registry = new InMemoryRegistry();
  private final AvroSerde<DigitImage> images = new AvroSerde<>(DigitImage.class, TOPIC, registry);
  private final AvroSerde<ImageEmbedding> embeddings =
      new AvroSerde<>(ImageEmbedding.class, TOPIC, registry);
  private final Deserializer<DigitImage> imageReader = images.deserializer();
  private final Serializer<ImageEmbedding> embeddingWriter = embeddings.serializer();
  private final Deserializer<ImageEmbedding> embeddingReader = embeddings.deserializer();

  private final byte[] imageBytes = images.serializer().serialize(TOPIC, image());
  private final ImageEmbedding embedding = embedding();
  private final byte[] embeddingBytes = embeddingWriter.serialize(TOPIC, embedding);

  private static DigitImage image() {
    Digit digit = new DrawnDigits(1, 1).get(0);
    return DigitImage.newBuilder()
        .setImageId("k3x9q1-0000001-a")
        .setPairId("k3x9q1-0000001")
        .setRole(ImageRole.ANCHOR)
        .setLabel(digit.label())
        .setPixels(ByteBuffer.wrap(digit.pixels()))
        .build();
  }

  private static ImageEmbedding embedding() {
    Random random = new Random(1);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return ImageEmbedding.newBuilder()
        .setImageId("k3x9q1-0000001-a")
        .setPairId("k3x9q1-0000001")
        .setLabel(3)
        .setVector(FloatVector.of(vector))
        .setCheckpointId("0123456789ab")
        .setProducedAtMs(1_700_000_000_000L)
        .setEmbeddedAtMs(1_700_000_000_020L)
        .build();
  }

  @Benchmark
  public DigitImage decodeImage() {
    return imageReader.deserialize(TOPIC, imageBytes);
  }

  @Benchmark
  public byte[] encodeEmbedding() {
    return embeddingWriter.serialize(TOPIC, embedding);
  }

  @Benchmark
  public ImageEmbedding decodeEmbedding() {
    return embeddingReader.deserialize(TOPIC, embeddingBytes);
  }
}
