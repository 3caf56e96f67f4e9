package io.contrastream.topology;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.TextKeySerde;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.topology.embed.EmbedImages;
import io.contrastream.topology.embed.EmbeddedImage;
import io.contrastream.topology.embed.ImageChecks;
import io.contrastream.topology.join.JoinPairs;
import io.contrastream.topology.join.JoinResult;
import io.contrastream.topology.join.JoinResult.StalePair;
import io.contrastream.topology.join.RescorePairs;
import io.contrastream.topology.loss.LossTelemetry;
import io.contrastream.topology.microbatch.BatchSize;
import io.contrastream.topology.microbatch.MicroBatch;
import io.contrastream.topology.streams.Arrivals;
import io.contrastream.topology.streams.DrainOnCommit;
import io.contrastream.topology.streams.OutputsFirst;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The path of the data: images are checked, embedded in micro-batches and written as embeddings.
 * Pairs are joined, scored and, if labelled, written for training. Losses are summed by checkpoint
 * and window.
 *
 * <p>Building it uses neither broker nor registry nor model. Stores are registered in the order of
 * the steps, and {@link DrainOnCommit} relies on that: what it drains into must be flushed later.
 */
public final class EmbeddingTopology {
  /** Pixels, ids, vector and object headers: ids are short, so this is an upper bound. */
  private static final long BYTES_OF_AN_IMAGE = 2L * Digit.PIXELS;

  private final TopicSettings topics;
  private final Settings settings;
  private final SchemaRegistry registry;
  private final OutputLimits limits;
  private final Arrivals arrivals;
  private final Supplier<Encoder<byte[]>> activeEncoder;

  private EmbeddingTopology(
      Settings settings,
      SchemaRegistry registry,
      OutputLimits limits,
      Arrivals arrivals,
      Supplier<Encoder<byte[]>> activeEncoder) {
    this.settings = settings;
    this.limits = limits;
    this.arrivals = arrivals;
    this.topics = settings.topics();
    this.registry = registry;
    this.activeEncoder = activeEncoder;
  }

  /**
   * @param limits of the output topics
   * @param arrivals what the consumers of the stream threads report
   * @param activeEncoder lends the encoder of the active checkpoint; called by every stream thread,
   *     once a batch
   */
  public static Topology build(
      Settings settings,
      SchemaRegistry registry,
      OutputLimits limits,
      Arrivals arrivals,
      Supplier<Encoder<byte[]>> activeEncoder) {
    return new EmbeddingTopology(settings, registry, limits, arrivals, activeEncoder).build();
  }

  private Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, EmbeddedImage> embedded = embed(images(builder));
    embedded
        .process(
            () -> ToOutput.embedding(settings.embedding().normalize()), Named.as("to-embedding"))
        .to(topics.embeddings(), produced(ImageEmbedding.class, topics.embeddings(), "embeddings"));
    KStream<String, JoinResult> results = score(embedded);
    results
        .process(ToOutput::pairScore, Named.as("to-score"))
        .to(topics.scores(), produced(PairScore.class, topics.scores(), "scores"));
    results
        .process(ToOutput::labelledPair, Named.as("to-labelled-pair"))
        .to(
            topics.labelledPairs(),
            produced(LabelledPair.class, topics.labelledPairs(), "labelled-pairs"));
    LossTelemetry.of(
            embedded,
            results,
            store("loss-windows"),
            settings.loss(),
            settings.drift(),
            arrivals,
            timeMs -> limits.accepted(timeMs, System.currentTimeMillis()))
        .to(topics.loss(), produced(LossWindow.class, topics.loss(), "loss"));
    return builder.build();
  }

  private KStream<String, DigitImage> images(StreamsBuilder builder) {
    Consumed<String, DigitImage> images =
        Consumed.with(new TextKeySerde(), avro(DigitImage.class, topics.images()))
            .withTimestampExtractor(new ProducedTime(limits, System::currentTimeMillis))
            .withName("images");
    ImageChecks checks = new ImageChecks(limits.embeddingKeyed());
    return builder.stream(topics.images(), images).peek(checks::check, Named.as("validate"));
  }

  private KStream<String, EmbeddedImage> embed(KStream<String, DigitImage> images) {
    return new MicroBatch<>(
            "embed",
            batchSize(settings.batch().size(), settings.batch().delay()),
            image -> BYTES_OF_AN_IMAGE,
            arrivals,
            new EmbedImages(activeEncoder))
        .applyTo(images);
  }

  /** Returns scored pairs and unmatched images. */
  private KStream<String, JoinResult> score(KStream<String, EmbeddedImage> embedded) {
    KStream<String, JoinResult> joined =
        embedded.process(
            JoinPairs.supplier(store("pairs"), settings.pairs().window(), arrivals, !exactlyOnce()),
            Named.as("join"));
    KStream<String, JoinResult> rescored =
        new MicroBatch<>(
                JoinPairs.RESCORE,
                batchSize(Math.max(1, settings.batch().size() / 2), rescoreDelay()),
                pair -> 2 * BYTES_OF_AN_IMAGE,
                new Arrivals(), // few of the fetched images become stale pairs
                new RescorePairs(activeEncoder))
            .applyTo(stalePairs(joined));
    return joined.merge(rescored, Named.as(JoinPairs.RESULTS));
  }

  @SuppressWarnings("unchecked") // the join forwards nothing else to the rescoring step
  private static KStream<String, StalePair> stalePairs(KStream<String, ? extends JoinResult> all) {
    return (KStream<String, StalePair>) all;
  }

  /**
   * With at-least-once delivery a pair that the join forgets must have its score already, so it
   * cannot wait in a batch.
   */
  private Duration rescoreDelay() {
    return exactlyOnce() ? settings.batch().delay() : Duration.ZERO;
  }

  private BatchSize batchSize(int records, Duration delay) {
    return new BatchSize(records, settings.batch().bytes(), delay);
  }

  /** Supplies the store of a step that forgets what it has forwarded. */
  private KeyValueBytesStoreSupplier store(String name) {
    return exactlyOnce() ? Stores.inMemoryKeyValueStore(name) : OutputsFirst.store(name);
  }

  private boolean exactlyOnce() {
    return settings.stream().guarantee() == Guarantee.EXACTLY_ONCE_V2;
  }

  private <T extends SpecificRecord> Produced<String, T> produced(
      Class<T> type, String topic, String name) {
    return Produced.with(Serdes.String(), avro(type, topic)).withName(name);
  }

  private <T extends SpecificRecord> Serde<T> avro(Class<T> type, String topic) {
    return new AvroSerde<>(type, topic, registry);
  }
}
