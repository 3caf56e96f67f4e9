package io.contrastream.processor;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes, embeds and encodes records until the JVM has compiled that code; otherwise the first
 * second of traffic would be many times slower.
 *
 * @param activeEncoder lends the encoder, which is closed to give it back
 */
record WarmUp(Topics topics, Supplier<Encoder<byte[]>> activeEncoder, int batchSize) {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final int BATCHES = 60;

  /** Uses as many threads as the stream, for at most two seconds; sends nothing. */
  void run(int streamThreads) {
    CompletableFuture<?>[] threads =
        IntStream.range(0, streamThreads)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        this::work, task -> new Thread(task, "warm-up-" + i).start()))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(threads).join();
    } catch (CompletionException e) {
      // A permanent fault also fails the first real batch, and is explained better there.
      LOG.warn("Warm-up failed; the first seconds will be slower", e.getCause());
    }
  }

  private void work() {
    long deadline = System.nanoTime() + MAX_TIME.toNanos();
    byte[] image = encode(topics.images(), blank());
    for (int i = 0; i < BATCHES && System.nanoTime() < deadline; i++) {
      batch(Collections.nCopies(batchSize, image));
    }
  }

  private void batch(List<byte[]> records) {
    List<byte[]> pixels =
        records.stream()
            .map(record -> decode(topics.images(), record).getPixels().array())
            .toList();
    try (Encoder<byte[]> encoder = activeEncoder.get()) {
      for (float[] vector : encoder.embed(pixels)) {
        encode(topics.embeddings(), embedding(vector, encoder.checkpointId()));
      }
    }
  }

  private static DigitImage blank() {
    return DigitImage.newBuilder()
        .setImageId("warm-up")
        .setPixels(ByteBuffer.allocate(Digit.PIXELS))
        .build();
  }

  private static ImageEmbedding embedding(float[] vector, String checkpointId) {
    return new ImageEmbedding(
        "warm-up",
        null,
        ImageRole.SINGLE,
        null,
        FloatVector.of(vector),
        checkpointId,
        0L,
        0L,
        false);
  }

  private static <T> byte[] encode(Topic<String, T> topic, T value) {
    return topic.values().serializer().serialize(topic.name(), value);
  }

  private static <T> T decode(Topic<String, T> topic, byte[] bytes) {
    return topic.values().deserializer().deserialize(topic.name(), bytes);
  }
}
