package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.TooManyRequestsResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;

/**
 * Puts an image into the topic and waits for its embedding, one image at a time. Any thread may
 * call.
 */
public final class EmbeddingClient implements AutoCloseable {
  /** What ids of images that came over HTTP begin with. */
  public static final String PREFIX = "http-";

  private static final String OTHERS = "Others wait for their embeddings; try again later";
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_WAITING = 256;
  private static final Duration POLL = Duration.ofMillis(100);

  private final Settings settings;
  private final Topics topics;
  private final Duration patience;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ExecutorService waiting =
      new ThreadPoolExecutor(
          0, MOST_WAITING, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), EmbeddingClient::thread);
  private Producer<String, DigitImage> producer;
  private TopicTail embeddings;
  private volatile boolean closed;

  /**
   * @param patience longest wait for each of those before, for Kafka, and for the embedding
   */
  EmbeddingClient(Settings settings, Topics topics, Duration patience) {
    this.settings = settings;
    this.topics = topics;
    this.patience = patience;
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
   * An image that has gone all the way.
   *
   * @param tookMs from handing it to Kafka until its embedding could be read
   */
  record Embedded(ImageEmbedding embedding, long tookMs) {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "dashboard-images");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * As {@link #embed}, on a thread of this desk: who waits keeps none of the server's, which has to
   * answer others meanwhile.
   *
   * @throws TooManyRequestsResponse where as many wait as may
   */
  CompletableFuture<Embedded> later(DigitImage image, Headers headers) {
    try {
      return CompletableFuture.supplyAsync(() -> embed(image, headers), waiting);
    } catch (RejectedExecutionException e) {
      throw closed ? stopping() : new TooManyRequestsResponse(OTHERS);
    }
  }

  /**
   * @param headers go into the image's record
   * @return the image's embedding, once it can be read
   * @throws TooManyRequestsResponse where others wait already
   * @throws GatewayTimeoutResponse where none comes
   * @throws ServiceUnavailableResponse where this is closed
   */
  Embedded embed(DigitImage image, Headers headers) {
    try {
      if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooManyRequestsResponse(OTHERS);
      }
      try {
        open();
        long startNs = System.nanoTime();
        ImageEmbedding embedding = find(image.getImageId(), send(image, headers));
        return new Embedded(embedding, (System.nanoTime() - startNs) / 1_000_000);
      } finally {
        turn.unlock();
        if (closed) {
          close();
        }
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutResponse("Stopped while waiting for the embedding");
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new GatewayTimeoutResponse("Kafka does not answer (%s)".formatted(e.getMessage()));
    }
  }

  /** The time of its record. */
  private long send(DigitImage image, Headers headers) throws InterruptedException {
    try {
      var record =
          new ProducerRecord<>(
              topics.images().name(), null, null, image.getImageId(), image, headers);
      return producer.send(record).get(patience.toMillis(), TimeUnit.MILLISECONDS).timestamp();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new GatewayTimeoutResponse(
          "Kafka did not take the image for %d s; is it there?".formatted(patience.toSeconds()));
    }
  }

  private static ServiceUnavailableResponse stopping() {
    return new ServiceUnavailableResponse("This program is stopping");
  }

  private void open() {
    if (closed) {
      throw stopping();
    }
    int patienceMs = Math.toIntExact(patience.toMillis());
    if (embeddings == null) {
      Map<String, Object> properties = settings.consumerProperties();
      properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMs);
      embeddings = new TopicTail(properties, topics.embeddings().name(), 0);
    }
    if (producer == null) {
      Map<String, Object> properties = settings.producerProperties();
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patienceMs);
      producer =
          new KafkaProducer<>(
              properties,
              topics.images().keys().serializer(),
              topics.images().values().serializer());
    }
  }

  /** Its embedding has its time and its key, so neither all of the topic is read nor decoded. */
  private ImageEmbedding find(String imageId, long timeMs) {
    byte[] key = imageId.getBytes(StandardCharsets.UTF_8);
    long deadlineNs = System.nanoTime() + patience.toNanos();
    embeddings.seek(timeMs);
    while (!closed && System.nanoTime() < deadlineNs) {
      for (ConsumerRecord<byte[], byte[]> record : embeddings.more(POLL)) {
        if (Arrays.equals(record.key(), key)) {
          return TopicTail.values(List.of(record), topics.embeddings()).get(0);
        }
      }
    }
    if (closed) {
      throw stopping();
    }
    throw new GatewayTimeoutResponse(
        "No embedding came for %d s; does a processor run?".formatted(patience.toSeconds()));
  }

  /** Waits for nobody: where an image is on its way, its thread closes after it. */
  @Override
  public void close() {
    closed = true;
    waiting.shutdown();
    if (turn.tryLock()) {
      try {
        closeClients();
      } finally {
        turn.unlock();
      }
    }
  }

  private void closeClients() {
    if (producer != null) {
      producer.close(Duration.ZERO); // who waited for an answer has gone
      producer = null;
    }
    if (embeddings != null) {
      embeddings.close();
      embeddings = null;
    }
  }
}
