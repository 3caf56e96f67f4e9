package io.contrastream.feed;

import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends digits to the images topic. Sending blocks only while the producer's buffer is full; if a
 * record cannot be sent, a later call throws. Not thread-safe.
 */
public final class ImageProducer implements AutoCloseable {
  private static final int RANDOM_RANGE = 36 * 36 * 36;

  private final Producer<String, DigitImage> producer;
  private final String topic;

  /** The time in seconds and a random part, in base 36: runs sort by their start. */
  private final String runId =
      Long.toString(
          System.currentTimeMillis() / 1000 * RANDOM_RANGE
              + ThreadLocalRandom.current().nextInt(RANDOM_RANGE),
          36);

  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;

  public ImageProducer(Settings settings, Topic<String, DigitImage> images) {
    Map<String, Object> properties = settings.producerProperties();
    properties.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer =
        new KafkaProducer<>(properties, images.keys().serializer(), images.values().serializer());
    topic = images.name();
  }

  /** Returns the prefix of all image and pair ids of this producer. */
  public String runId() {
    return runId;
  }

  /** Returns the number of images handed to Kafka so far. */
  public long sent() {
    return sent;
  }

  /** Sends a single image. */
  public void send(Digit digit) {
    String id = "%s-%d".formatted(runId, sent);
    send(id, image(id, digit).build());
  }

  /** Sends an anchor and its only contrastive example under one pair id. */
  public void send(DigitPair pair) {
    String pairId = "%s-%d".formatted(runId, sent / 2);
    send(
        pairId,
        image(pairId + "-a", pair.anchor())
            .setPairId(pairId)
            .setRole(ImageRole.ANCHOR)
            .setExamples(1)
            .build());
    send(
        pairId,
        image(pairId + "-c", pair.contrastive())
            .setPairId(pairId)
            .setRole(ImageRole.CONTRASTIVE)
            .build());
  }

  /**
   * Returns the number of a pair within its run, from 0.
   *
   * @param pairId an id assigned by {@link #send(DigitPair)}
   */
  public static long pairNumber(String pairId) {
    return Long.parseLong(pairId, pairId.lastIndexOf('-') + 1, pairId.length(), 10);
  }

  private static DigitImage.Builder image(String id, Digit digit) {
    return DigitImage.newBuilder()
        .setImageId(id)
        .setLabel(digit.label())
        .setPixels(ByteBuffer.wrap(digit.pixels()));
  }

  private void send(String key, DigitImage image) {
    throwFailure();
    producer.send(
        new ProducerRecord<>(topic, key, image),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
    sent++;
  }

  /** Waits until every image sent is in the topic. */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new KafkaException("Sending an image failed: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
