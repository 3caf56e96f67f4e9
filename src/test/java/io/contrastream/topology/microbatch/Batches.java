package io.contrastream.topology.microbatch;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.testing.Await;
import io.contrastream.topology.streams.Arrivals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** A stream of words on one partition, which are converted to upper case by the batch. */
final class Batches implements AutoCloseable {
  static final long START_MS = 1_790_000_000_000L;
  static final String ORIGIN = "origin";
  static final String BAD = "bad";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Static, since Kafka Streams instantiates the handler by its class. */
  private static final Map<String, List<String>> FAILURES = new ConcurrentHashMap<>();

  private final String name;
  private final String bootstrapServers;
  private final AtomicInteger received = new AtomicInteger();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final int fetched;
  private final KafkaStreams streams;

  /**
   * @param name of the stream, its topics and its application; unique
   */
  Batches(EmbeddedBroker broker, String name, BatchSize size, Duration commitInterval) {
    this(broker, name, size, commitInterval, 0);
  }

  /**
   * @param fetched how many words the stream thread believes to have fetched
   */
  Batches(
      EmbeddedBroker broker, String name, BatchSize size, Duration commitInterval, int fetched) {
    this.name = name;
    this.fetched = fetched;
    this.bootstrapServers = broker.bootstrapServers();
    FAILURES.put(name, new CopyOnWriteArrayList<>());
    createTopics();
    streams = new KafkaStreams(topology(size), properties(commitInterval));
    streams.start();
  }

  private void createTopics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name + "-in", 1, (short) 1),
                  new NewTopic(name + "-out", 1, (short) 1)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Topology topology(BatchSize size) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, String> words =
        builder.stream(name + "-in", Consumed.with(Serdes.String(), Serdes.String()));
    words = words.peek((key, word) -> received.incrementAndGet());
    if (fetched > 0) {
      words = words.peek((key, word) -> arrivals.fetched(lastFetched()));
    }
    new MicroBatch<String, String>(name, size, String::length, arrivals, this::capitals)
        .applyTo(words)
        .process(Origin::new)
        .to(name + "-out", Produced.with(Serdes.String(), Serdes.String()));
    return builder.build();
  }

  private ConsumerRecords<String, String> lastFetched() {
    TopicPartition partition = new TopicPartition(name + "-in", 0);
    var last = new ConsumerRecord<>(name + "-in", 0, fetched - 1, "", "");
    return new ConsumerRecords<>(Map.of(partition, List.of(last)), Map.of());
  }

  private List<String> capitals(List<String> words) {
    if (words.contains(BAD)) {
      throw new IllegalArgumentException("a bad word");
    }
    sizes.add(words.size());
    return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
  }

  private Properties properties(Duration commitInterval) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    properties.put(StreamsConfig.POLL_MS_CONFIG, 10);
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Handler.class);
    return properties;
  }

  /** Sends each word with its number as header and its number modulo 3 as key. */
  void send(List<String> words) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < words.size(); i++) {
        var record =
            new ProducerRecord<>(name + "-in", 0, START_MS + i, "key-" + i % 3, words.get(i));
        record.headers().add("number", ("" + i).getBytes(StandardCharsets.UTF_8));
        producer.send(record);
      }
    }
  }

  /** Waits for {@code n} results. */
  List<ConsumerRecord<String, String>> read(int n) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(name + "-out", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Await.within(
          TIMEOUT,
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return records.size() >= n;
          });
    }
    return records;
  }

  /** Waits until {@code n} records are in the batch. */
  void awaitReceived(int n) {
    Await.until(n + " records in the batch", TIMEOUT, () -> received.get() >= n);
  }

  List<Integer> sizes() {
    return sizes;
  }

  List<String> failures() {
    return FAILURES.get(name);
  }

  void stop() {
    streams.close(TIMEOUT);
  }

  @Override
  public void close() {
    stop();
  }

  /** Adds the topic, partition and offset of a record, according to Kafka Streams, as header. */
  private static final class Origin extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> record) {
      var origin = context().recordMetadata().orElseThrow();
      String text = origin.topic() + "-" + origin.partition() + "@" + origin.offset();
      record.headers().add(ORIGIN, text.getBytes(StandardCharsets.UTF_8));
      context().forward(record);
    }
  }

  /** Notes the node and the origin of each failure. */
  public static final class Handler implements ProcessingExceptionHandler {
    @Override
    public Response handleError(
        ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
      String origin = context.topic() + "-" + context.partition() + "@" + context.offset();
      FAILURES
          .get(context.topic().replace("-in", ""))
          .add(context.processorNodeId() + " " + origin);
      return Response.resume();
    }

    @Override
    public void configure(Map<String, ?> settings) {}
  }
}
