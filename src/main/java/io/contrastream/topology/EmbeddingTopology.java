package io.contrastream.topology;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.encoding.Embedder;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.topology.JoinResult.Joined;
import io.contrastream.topology.JoinResult.Unmatched;
import io.contrastream.topology.microbatch.BatchFunction;
import io.contrastream.topology.microbatch.BatchSize;
import io.contrastream.topology.microbatch.MicroBatch;
import io.contrastream.topology.microbatch.OutputsFirst;
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
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The way of the data: images are validated, embedded in micro-batches and written as embeddings;
 * pairs are joined, scored and, where labelled, handed on for training; losses are summed up by
 * checkpoint and window.
 *
 * <p>Building it touches neither broker nor registry nor model. Stores are registered in the order
 * of the steps, and {@link MicroBatch} relies on that: what a batch drains into comes after it.
 */
public final class EmbeddingTopology {
  /** Pixels, ids, vector and what Java adds to them; ids are short, so this bounds them all. */
  private static final long BYTES_OF_AN_IMAGE = 2L * Digit.PIXELS;

  private final TopicSettings topics;
  private final Settings settings;
  private final SchemaRegistry registry;
  private final Supplier<Embedder> activeEmbedder;

  private EmbeddingTopology(
      Settings settings, SchemaRegistry registry, Supplier<Embedder> activeEmbedder) {
    this.settings = settings;
    this.topics = settings.topics();
    this.registry = registry;
    this.activeEmbedder = activeEmbedder;
  }

  /**
   * @param activeEmbedder lends the active checkpoint's embedder; called by every stream thread,
   *     once a batch
   */
  public static Topology build(
      Settings settings, SchemaRegistry registry, Supplier<Embedder> activeEmbedder) {
    return new EmbeddingTopology(settings, registry, activeEmbedder).build();
  }

  private Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, EmbeddedImage> embedded = embed(images(builder));
    writeEmbeddings(embedded);
    KStream<String, JoinResult> joined = join(embedded);
    KStream<String, ScoredPair> scored = score(joined);
    writeScores(scored);
    writeLabelledPairs(scored);
    writeLosses(lossSamples(embedded, scored, joined));
    return builder.build();
  }

  private KStream<String, DigitImage> images(StreamsBuilder builder) {
    Serde<DigitImage> images = avro(DigitImage.class, topics.images());
    return builder.stream(
            topics.images(), Consumed.with(Serdes.String(), images).withName("images"))
        .process(ValidateImages::new, Named.as("validate"));
  }

  private KStream<String, EmbeddedImage> embed(KStream<String, DigitImage> images) {
    return microBatch(
            "embed",
            settings.batch().size(),
            BYTES_OF_AN_IMAGE,
            settings.batch().delay(),
            new EmbedImages(activeEmbedder))
        .applyTo(images);
  }

  private void writeEmbeddings(KStream<String, EmbeddedImage> embedded) {
    embedded
        .process(() -> new ToOutput<>(Outputs::embedding), Named.as("to-embedding"))
        .to(topics.embeddings(), produced(ImageEmbedding.class, topics.embeddings(), "embeddings"));
  }

  private KStream<String, JoinResult> join(KStream<String, EmbeddedImage> embedded) {
    return outputsFirst(
        embedded.process(
            JoinPairs.supplier(store("pairs"), settings.pairs().window()), Named.as("join")),
        "pairs");
  }

  private KStream<String, ScoredPair> score(KStream<String, JoinResult> joined) {
    KStream<String, Joined> pairs =
        joined
            .filter((id, result) -> result instanceof Joined, Named.as("pairs-only"))
            .mapValues(result -> (Joined) result, Named.as("as-pair"));
    KStream<String, ScoredPair> fresh =
        pairs
            .filterNot((id, pair) -> pair.rescore(), Named.as("fresh"))
            .mapValues(pair -> ScoredPair.of(pair.anchor(), pair.contrastive()), Named.as("score"));
    KStream<String, ScoredPair> rescored =
        microBatch(
                "rescore",
                Math.max(1, settings.batch().size() / 2),
                2 * BYTES_OF_AN_IMAGE,
                rescoreDelay(),
                new RescorePairs(activeEmbedder))
            .applyTo(pairs.filter((id, pair) -> pair.rescore(), Named.as("stale")));
    return fresh.merge(rescored, Named.as("scored"));
  }

  /** At least once, a pair that the join forgets must have its score: none may wait for it. */
  private Duration rescoreDelay() {
    return exactlyOnce() ? settings.batch().delay() : Duration.ZERO;
  }

  private void writeScores(KStream<String, ScoredPair> scored) {
    scored
        .process(() -> new ToOutput<>(Outputs::pairScore), Named.as("to-score"))
        .to(topics.scores(), produced(PairScore.class, topics.scores(), "scores"));
  }

  private void writeLabelledPairs(KStream<String, ScoredPair> scored) {
    scored
        .filter((id, pair) -> pair.labelled(), Named.as("labelled"))
        .process(() -> new ToOutput<>(Outputs::labelledPair), Named.as("to-labelled-pair"))
        .to(
            topics.labelledPairs(),
            produced(LabelledPair.class, topics.labelledPairs(), "labelled-pairs"));
  }

  private KStream<String, LossSample> lossSamples(
      KStream<String, EmbeddedImage> embedded,
      KStream<String, ScoredPair> scored,
      KStream<String, JoinResult> joined) {
    KStream<String, Unmatched> unmatched =
        joined
            .filter((id, result) -> result instanceof Unmatched, Named.as("unmatched"))
            .mapValues(result -> (Unmatched) result, Named.as("as-unmatched"));
    return samples(embedded)
        .merge(samples(scored), Named.as("embedded-and-scored"))
        .merge(samples(unmatched), Named.as("losses"));
  }

  /** The same stream: mapping every record to itself would cost an object each. */
  @SuppressWarnings("unchecked") // a stream only gives, and what this one gives are samples
  private static KStream<String, LossSample> samples(KStream<String, ? extends LossSample> stream) {
    return (KStream<String, LossSample>) stream;
  }

  private void writeLosses(KStream<String, LossSample> samples) {
    KStream<String, LossPart> parts =
        samples
            .process(
                SumLosses.supplier("sum-losses", settings.loss().window()), Named.as("sum-losses"))
            .repartition(
                Repartitioned.<String, LossPart>as("losses")
                    .withKeySerde(Serdes.String())
                    .withValueSerde(new LossPartSerde()));
    KStream<String, LossWindow> windows =
        parts.process(
            LossWindows.supplier(
                store("loss-windows"), "drift-references", settings.loss(), settings.drift()),
            Named.as("loss-windows"));
    outputsFirst(windows, "loss-windows")
        .to(topics.loss(), produced(LossWindow.class, topics.loss(), "loss"));
  }

  private <V, R> MicroBatch<V, R> microBatch(
      String name, int records, long bytesOfOne, Duration delay, BatchFunction<V, R> function) {
    BatchSize size = new BatchSize(records, settings.batch().bytes(), delay);
    return new MicroBatch<>(name, size, value -> bytesOfOne, function);
  }

  /** Of a step that forgets what it has forwarded, and so is followed by {@link #outputsFirst}. */
  private KeyValueBytesStoreSupplier store(String name) {
    return exactlyOnce() ? Stores.inMemoryKeyValueStore(name) : OutputsFirst.store(name);
  }

  private <V> KStream<String, V> outputsFirst(KStream<String, V> stream, String storeName) {
    return exactlyOnce()
        ? stream
        : stream.process(
            () -> new OutputsFirst<>(storeName),
            Named.as("outputs-before-" + storeName),
            storeName);
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
