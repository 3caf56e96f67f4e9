package io.contrastream.topology;

import io.contrastream.config.Settings;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.registry.InMemoryRegistry;
import io.contrastream.topology.streams.Arrivals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The production topology in a test driver, with its topics. */
final class TopologyHarness implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final SwappingModel encoder = new SwappingModel();
  final ShadowSlot shadow = new ShadowSlot();
  final TopologyTestDriver driver;
  final TestInputTopic<String, DigitImage> images;
  final TestInputTopic<String, byte[]> rawImages;
  final TestInputTopic<String, DigitCaption> captions;
  final TestInputTopic<String, DigitSound> sounds;
  final TestOutputTopic<String, ImageEmbedding> embeddings;
  final TestOutputTopic<String, PairScore> scores;
  final TestOutputTopic<String, LabelledPair> labelledPairs;
  final TestOutputTopic<String, LossWindow> losses;
  final TestOutputTopic<byte[], byte[]> deadLetters;

  private long secondsPassed;
  private final InMemoryRegistry registry = new InMemoryRegistry();

  /**
   * @param overrides settings, key=value
   */
  TopologyHarness(Path stateDir, String... overrides) {
    Settings settings = settings(stateDir, overrides);
    Topology topology =
        EmbeddingTopology.build(
            settings, registry, OutputLimits.DEFAULT, new Arrivals(), encoder, shadow);
    Properties properties = new Properties();
    properties.putAll(TopologyProperties.of(settings, OutputLimits.DEFAULT));
    driver = new TopologyTestDriver(topology, properties, START);
    images = input(DigitImage.class, "digit-images");
    captions = input(DigitCaption.class, "digit-captions");
    sounds = input(DigitSound.class, "digit-sounds");
    rawImages =
        driver.createInputTopic("digit-images", new StringSerializer(), new ByteArraySerializer());
    embeddings = output(ImageEmbedding.class, "digit-embeddings");
    scores = output(PairScore.class, "pair-scores");
    labelledPairs = output(LabelledPair.class, "labelled-pairs");
    losses = output(LossWindow.class, "loss-telemetry");
    deadLetters =
        driver.createOutputTopic(
            "dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static Settings settings(Path stateDir, String... overrides) {
    return new TestSettings()
        .with(
            "stream.state.dir=" + stateDir,
            "pairs.window=60s",
            "loss.window=10s",
            "drift.images=4",
            // The driver loses the open transaction when a record cannot be deserialized.
            "stream.guarantee=at_least_once")
        .with(overrides)
        .load();
  }

  /**
   * Sends an image with the right key and a timestamp of {@code seconds} after the start, and
   * advances the wall clock to that time if it is behind.
   */
  void send(DigitImage image, long seconds) {
    send(image, seconds, new RecordHeaders());
  }

  void send(DigitImage image, long seconds, Headers headers) {
    send(images, image, InputRecord.of(image), seconds, headers);
  }

  void send(DigitCaption caption, long seconds) {
    send(captions, caption, InputRecord.of(caption), seconds, new RecordHeaders());
  }

  void send(DigitSound sound, long seconds) {
    send(sounds, sound, InputRecord.of(sound), seconds, new RecordHeaders());
  }

  private <T> void send(
      TestInputTopic<String, T> topic, T value, InputRecord input, long seconds, Headers headers) {
    driver.advanceWallClockTime(Duration.ofSeconds(Math.max(0, seconds - secondsPassed)));
    secondsPassed = Math.max(secondsPassed, seconds);
    String key = input.pairId() == null ? input.id() : input.pairId();
    topic.pipeInput(new TestRecord<>(key, value, headers, START.plusSeconds(seconds)));
  }

  private <T extends SpecificRecord> TestInputTopic<String, T> input(Class<T> type, String topic) {
    return driver.createInputTopic(
        topic, new StringSerializer(), serde(type, topic).serializer(), START, Duration.ZERO);
  }

  private <T extends SpecificRecord> TestOutputTopic<String, T> output(
      Class<T> type, String topic) {
    return driver.createOutputTopic(
        topic, new StringDeserializer(), serde(type, topic).deserializer());
  }

  private <T extends SpecificRecord> AvroSerde<T> serde(Class<T> type, String topic) {
    return new AvroSerde<>(type, topic, registry);
  }

  @Override
  public void close() {
    driver.close();
  }
}
