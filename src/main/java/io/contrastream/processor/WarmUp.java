package io.contrastream.processor;

import io.contrastream.config.BatchSettings;
import io.contrastream.encoding.Model;
import io.contrastream.image.Digit;
import io.contrastream.network.Models;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topology.embed.EmbedInputs;
import io.contrastream.topology.embed.EmbeddedInput;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes, embeds and encodes records until the JVM has compiled that code; otherwise the first
 * second of traffic would be many times slower.
 *
 * @param activeModel lends the model, which is closed to give it back
 */
record WarmUp(Topics topics, Supplier<Model> activeModel, BatchSettings batches) {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final int BATCHES = 60;
  private static final String ID = "warm-up";

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
    for (Modality modality : topics.modalities()) {
      long deadline = System.nanoTime() + MAX_TIME.toNanos() / topics.modalities().size();
      for (int i = 0; i < BATCHES && System.nanoTime() < deadline; i++) {
        batch(modality);
      }
    }
  }

  private void batch(Modality modality) {
    byte[] record = encode(topics.inputs(modality), input(modality));
    List<InputRecord> inputs =
        IntStream.range(0, batches.of(modality).size())
            .mapToObj(i -> InputRecord.of(decode(topics.inputs(modality), record)))
            .toList();
    try (Model model = activeModel.get()) {
      for (EmbeddedInput embedded : EmbedInputs.embed(model, inputs)) {
        encode(topics.embeddings(), embedding(embedded));
      }
    }
  }

  private static SpecificRecord input(Modality modality) {
    return switch (modality) {
      case IMAGE ->
          DigitImage.newBuilder()
              .setImageId(ID)
              .setPixels(ByteBuffer.allocate(Digit.PIXELS))
              .build();
      case CAPTION -> DigitCaption.newBuilder().setCaptionId(ID).setText("a seven").build();
      case SOUND -> sound(Models.warmUpSound());
    };
  }

  private static DigitSound sound(Sound sound) {
    return DigitSound.newBuilder()
        .setSoundId(ID)
        .setSampleRate(sound.rate())
        .setSamples(InputRecord.samples(sound))
        .build();
  }

  private static ImageEmbedding embedding(EmbeddedInput embedded) {
    return new ImageEmbedding(
        ID,
        null,
        ImageRole.SINGLE,
        null,
        FloatVector.of(embedded.vector()),
        embedded.checkpointId(),
        0L,
        0L,
        false,
        Modality.IMAGE,
        embedded.spaceId());
  }

  @SuppressWarnings("unchecked") // the topic is that of the value's modality
  private static <T> byte[] encode(Topic<String, T> topic, Object value) {
    return topic.values().serializer().serialize(topic.name(), (T) value);
  }

  private static <T> T decode(Topic<String, T> topic, byte[] bytes) {
    return topic.values().deserializer().deserialize(topic.name(), bytes);
  }
}
