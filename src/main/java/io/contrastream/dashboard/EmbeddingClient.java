package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.TooManyRequestsResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends an input to the topic of its modality and waits for its embedding, one at a time. Any
 * thread may call.
 */
final class EmbeddingClient implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String BUSY = "Too many inputs are waiting; try again later";
  private static final int MAX_WAITING = 256;
  private static final Duration POLL = Duration.ofMillis(100);

  private final Settings settings;
  private final Topics topics;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final ExecutorService executor =
      new ThreadPoolExecutor(
          0,
          MAX_WAITING,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("dashboard-inputs"));
  private Producer<String, byte[]> producer;
  private TopicTail embeddings;
  private volatile boolean closed;

  /**
   * @param timeout for each wait: for the inputs ahead, for Kafka, and for the embedding
   */
  EmbeddingClient(Settings settings, Topics topics, Duration timeout) {
    this.settings = settings;
    this.topics = topics;
    this.timeout = timeout;
  }

  /**
   * @param tookMs from sending the input until its embedding could be read
   */
  record Embedded(ImageEmbedding embedding, long tookMs) {}

  /** Calls {@link #embed} on a thread of this client, so that waiting blocks no server thread. */
  CompletableFuture<Embedded> embedAsync(InputRecord input, Headers headers) {
    try {
      return CompletableFuture.supplyAsync(() -> embed(input, headers), executor);
    } catch (RejectedExecutionException e) {
      throw closed ? stopping() : new TooManyRequestsResponse(BUSY);
    }
  }

  /**
   * Returns the input's embedding, once it is committed; throws the response to send if the inputs
   * ahead, Kafka or the embedding take too long, or this client is closed.
   */
  Embedded embed(InputRecord input, Headers headers) {
    try {
      if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooManyRequestsResponse(BUSY);
      }
      try {
        open();
        long startNs = System.nanoTime();
        ImageEmbedding embedding = find(input, send(input, headers));
        return new Embedded(embedding, (System.nanoTime() - startNs) / 1_000_000);
      } finally {
        lock.unlock();
        if (closed) {
          close();
        }
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutResponse("Interrupted while waiting for the embedding");
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new GatewayTimeoutResponse("Kafka does not answer (%s)".formatted(e.getMessage()));
    }
  }

  /** Returns the timestamp of the input's record. */
  private long send(InputRecord input, Headers headers) throws InterruptedException {
    try {
      String topic = topics.inputs(input.modality()).name();
      byte[] value = serialize(topics.inputs(input.modality()), input);
      var record = new ProducerRecord<>(topic, null, null, input.id(), value, headers);
      return producer.send(record).get(timeout.toMillis(), TimeUnit.MILLISECONDS).timestamp();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new GatewayTimeoutResponse(
          "Kafka did not acknowledge the input within %d s".formatted(timeout.toSeconds()));
    }
  }

  @SuppressWarnings("unchecked") // the record is of the type of its modality's topic
  private static <V> byte[] serialize(Topic<String, V> topic, InputRecord input) {
    return topic.values().serializer().serialize(topic.name(), (V) input.value());
  }

  private static ServiceUnavailableResponse stopping() {
    return new ServiceUnavailableResponse("This process is stopping");
  }

  private void open() {
    if (closed) {
      throw stopping();
    }
    int timeoutMs = Math.toIntExact(timeout.toMillis());
    if (embeddings == null) {
      Map<String, Object> properties = settings.consumerProperties();
      properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
      embeddings = new TopicTail(properties, topics.embeddings().name(), 0);
    }
    if (producer == null) {
      Map<String, Object> properties = settings.producerProperties();
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
      producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
  }

  /**
   * Reads from the input's timestamp, which its embedding carries too, and compares keys, so that
   * other embeddings are not decoded.
   */
  private ImageEmbedding find(InputRecord input, long timestampMs) {
    byte[] key = input.id().getBytes(StandardCharsets.UTF_8);
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    embeddings.seek(timestampMs);
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
        "No embedding arrived within %d s; is a processor running?".formatted(timeout.toSeconds()));
  }

  /** Does not wait: if an input is under way, its thread closes the clients afterwards. */
  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    if (lock.tryLock()) {
      try {
        closeClients();
      } finally {
        lock.unlock();
      }
    }
  }

  private void closeClients() {
    if (producer != null) {
      producer.close(Duration.ZERO); // nobody waits for a pending record any more
      producer = null;
    }
    if (embeddings != null) {
      embeddings.close();
      embeddings = null;
    }
  }
}
