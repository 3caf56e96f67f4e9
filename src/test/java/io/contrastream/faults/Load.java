package io.contrastream.faults;

import io.contrastream.config.Settings;
import io.contrastream.schema.Modality;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the {@link ScriptedInputs} at a steady rate, and poison where asked, and knows what it has
 * fed.
 */
final class Load implements AutoCloseable {

  /** An invalid record, and where it was written. */
  record Poison(String topic, int partition, long offset, byte[] key, byte[] value) {}

  private final Topics topics;
  private final boolean ofImages;
  private final double perSecond;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<Poison> poison = new ArrayList<>();
  private final CompletableFuture<Integer> feeding;
  private volatile boolean stopped;
  private volatile int newerSchemaId;

  private Load(Settings settings, Topics topics, double perSecond) {
    this.topics = topics;
    this.ofImages = settings.modalities().size() == 1;
    this.perSecond = perSecond;
    Map<String, Object> properties = settings.producerProperties();
    properties.put("delivery.timeout.ms", "1200000");
    properties.put("max.block.ms", "1200000");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    feeding = CompletableFuture.supplyAsync(this::feed, task -> new Thread(task, "load").start());
  }

  static Load start(Settings settings, Topics topics, double perSecond) {
    return new Load(settings, topics, perSecond);
  }

  /**
   * Images are stamped when they are due, as by a camera: if the broker is away, the producer's
   * memory fills and holds up the next image of a pair.
   */
  private int feed() {
    long startMs = System.currentTimeMillis();
    long startNs = System.nanoTime();
    int number = 0;
    while (!stopped || number % ScriptedInputs.BLOCK != 0) {
      long timestampMs = startMs + (long) (number / perSecond * 1000);
      Modality modality = ofImages ? Modality.IMAGE : ScriptedInputs.modality(number);
      send(modality, timestampMs, key(ScriptedInputs.key(number)), value(number, modality));
      number++;
      long dueNs = startNs + (long) (number / perSecond * TimeUnit.SECONDS.toNanos(1));
      LockSupport.parkNanos(dueNs - System.nanoTime());
    }
    producer.flush();
    return number;
  }

  byte[] key(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] value(SpecificRecord input) {
    return value(input, topics.inputs(InputRecord.of(input).modality()));
  }

  @SuppressWarnings("unchecked") // the topic is that of the input
  private static <T> byte[] value(SpecificRecord input, Topic<String, T> topic) {
    return topic.values().serializer().serialize(topic.name(), (T) input);
  }

  /**
   * Writes images with a newer schema from now on, which ends with an additional nullable field.
   *
   * @param schemaId id of the newer schema
   */
  void useNewerSchema(int schemaId) {
    newerSchemaId = schemaId;
  }

  private byte[] value(int number, Modality modality) {
    byte[] value = value(ScriptedInputs.input(number, modality));
    if (newerSchemaId == 0 || modality != Modality.IMAGE) {
      return value;
    }
    byte[] newer = Arrays.copyOf(value, value.length + 1); // the last byte, 0, encodes null
    ByteBuffer.wrap(newer).putInt(1, newerSchemaId);
    return newer;
  }

  private CompletableFuture<RecordMetadata> send(
      Modality modality, Long timestampMs, byte[] key, byte[] value) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(topics.inputs(modality).name(), null, timestampMs, key, value),
        (metadata, exception) -> {
          if (exception == null) {
            sent.complete(metadata);
          } else {
            failure.compareAndSet(null, exception);
            sent.completeExceptionally(exception);
          }
        });
    return sent;
  }

  /** Sends a record that must become a dead letter, and waits for Kafka. One thread calls. */
  void poison(InvalidRecords.InvalidRecord record) {
    byte[] key = record.key();
    byte[] value = record.value();
    RecordMetadata sent = send(record.modality(), null, key, value).join();
    poison.add(new Poison(sent.topic(), sent.partition(), sent.offset(), key, value));
  }

  List<Poison> poison() {
    return poison;
  }

  /**
   * Stops after the current block.
   *
   * @return number of inputs sent; their numbers start at 0
   */
  int finish() {
    stopped = true;
    int images = feeding.join();
    if (failure.get() != null) {
      throw new IllegalStateException("An image could not be sent", failure.get());
    }
    return images;
  }

  @Override
  public void close() {
    stopped = true;
    feeding.handle((images, e) -> images).join();
    producer.close();
  }
}
