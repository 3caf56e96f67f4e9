package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.TooManyRequestsResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Puts an image into the topic and waits for its embedding, one image at a time. Any thread may
 * call.
 */
final class ImageDesk implements AutoCloseable {
  /** What ids of images that came over HTTP begin with. */
  static final String PREFIX = "http-";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Settings settings;
  private final Topics topics;
  private final ReentrantLock turn = new ReentrantLock(true);
  private Producer<String, DigitImage> producer;
  private TopicTail embeddings;

  ImageDesk(Settings settings, Topics topics) {
    this.settings = settings;
    this.topics = topics;
  }

  /** Makes an image of what a program sent. */
  static DigitImage image(String base64, Integer label) {
    byte[] pixels;
    try {
      pixels = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("pixels is not Base64: " + e.getMessage());
    }
    if (pixels.length != Digit.PIXELS) {
      throw new BadRequestResponse(
          "pixels has %d bytes; 28 × 28 take 784, one unsigned byte a pixel"
              .formatted(pixels.length));
    }
    if (label != null && (label < 0 || label >= Digit.CLASSES)) {
      throw new BadRequestResponse("label is %d; it is 0 to 9, or left out".formatted(label));
    }
    return DigitImage.newBuilder()
        .setImageId(PREFIX + UUID.randomUUID())
        .setLabel(label)
        .setPixels(ByteBuffer.wrap(pixels))
        .build();
  }

  /**
   * @param headers go into the image's record
   * @return the image's embedding, once it can be read
   * @throws TooManyRequestsResponse where others wait already
   * @throws GatewayTimeoutResponse where none comes
   */
  ImageEmbedding embed(DigitImage image, Headers headers) {
    try {
      if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooManyRequestsResponse("Others wait for their embeddings; try again later");
      }
      try {
        return find(image.getImageId(), send(image, headers));
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutResponse("Stopped while waiting for the embedding");
    }
  }

  /** The time of its record. */
  private long send(DigitImage image, Headers headers) throws InterruptedException {
    open();
    try {
      var record =
          new ProducerRecord<>(
              topics.images().name(), null, null, image.getImageId(), image, headers);
      return producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).timestamp();
    } catch (ExecutionException e) {
      throw new KafkaException("The image could not be sent: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new GatewayTimeoutResponse(
          "Kafka did not take the image for %d s; is it there?".formatted(PATIENCE.toSeconds()));
    }
  }

  private void open() {
    if (embeddings == null) {
      embeddings = new TopicTail(settings.consumerProperties(), topics.embeddings().name(), 0);
    }
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              settings.producerProperties(),
              topics.images().keys().serializer(),
              topics.images().values().serializer());
    }
  }

  /** Its embedding has its time and its key, so neither all of the topic is read nor decoded. */
  private ImageEmbedding find(String imageId, long timeMs) {
    byte[] key = imageId.getBytes(StandardCharsets.UTF_8);
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    embeddings.seek(timeMs);
    while (System.nanoTime() < deadlineNs) {
      for (ConsumerRecord<byte[], byte[]> record : embeddings.more(POLL)) {
        if (Arrays.equals(record.key(), key)) {
          return TopicTail.values(List.of(record), topics.embeddings()).get(0);
        }
      }
    }
    throw new GatewayTimeoutResponse(
        "No embedding came for %d s; does a processor run?".formatted(PATIENCE.toSeconds()));
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (producer != null) {
        producer.close(Duration.ZERO); // who waited for an answer has gone
      }
      if (embeddings != null) {
        embeddings.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
