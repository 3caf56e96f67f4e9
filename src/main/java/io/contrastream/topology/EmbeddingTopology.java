package io.contrastream.topology;

import io.contrastream.config.BatchSettings.Limits;
import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.TextKeySerde;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.topology.embed.EmbedInputs;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.embed.InputChecks;
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
import java.util.ArrayList;
import java.util.List;
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
 * The path of the data: images, captions and sounds are checked, embedded in micro-batches and
 * written as embeddings. Pairs are joined, scored and, if labelled, written for training. Losses
 * are summed by checkpoint and window.
 *
 * <p>Building it uses neither broker nor registry nor model. Stores are registered in the order of
 * the steps, and {@link DrainOnCommit} relies on that: what it drains into must be flushed later.
 */
public final class EmbeddingTopology {
  /** Ids, vector and object headers: ids are short, so this is an upper bound. */
  private static final long OVERHEAD_BYTES = 1 << 10;

  private final TopicSettings topics;
  private final Settings settings;
  private final SchemaRegistry registry;
  private final OutputLimits limits;
  private final Arrivals arrivals;
  private final Supplier<Model> activeModel;
  private final ShadowSlot shadow;

  private EmbeddingTopology(
      Settings settings,
      SchemaRegistry registry,
      OutputLimits limits,
      Arrivals arrivals,
      Supplier<Model> activeModel,
      ShadowSlot shadow) {
    this.shadow = shadow;
    this.settings = settings;
    this.limits = limits;
    this.arrivals = arrivals;
    this.topics = settings.topics();
    this.registry = registry;
    this.activeModel = activeModel;
  }

  /**
   * @param limits of the output topics
   * @param arrivals what the consumers of the stream threads report
   * @param activeModel lends the encoders of the active checkpoint; called by every stream thread,
   *     once an image and once a batch
   * @param shadow lends the candidate in the shadow, if there is one, likewise
   */
  public static Topology build(
      Settings settings,
      SchemaRegistry registry,
      OutputLimits limits,
      Arrivals arrivals,
      Supplier<Model> activeModel,
      ShadowSlot shadow) {
    return new EmbeddingTopology(settings, registry, limits, arrivals, activeModel, shadow).build();
  }

  /** Returns the name of the node that embeds inputs of a modality in batches. */
  public static String embedNode(Modality modality) {
    return nodeName("embed", modality);
  }

  private Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, EmbeddedInput> embedded = embedded(builder);
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

  /** Returns the embedded inputs of all modalities. */
  private KStream<String, EmbeddedInput> embedded(StreamsBuilder builder) {
    InputChecks checks =
        new InputChecks(limits.embeddingKeyed(), activeModel, settings.image().fit());
    List<KStream<String, EmbeddedInput>> streams = new ArrayList<>();
    for (Modality modality : settings.modalities()) {
      streams.add(embed(modality, inputs(builder, modality, checks)));
    }
    KStream<String, EmbeddedInput> all = streams.get(0);
    for (int i = 1; i < streams.size(); i++) {
      all = all.merge(streams.get(i), Named.as("merge-" + i));
    }
    return all;
  }

  private KStream<String, InputRecord> inputs(
      StreamsBuilder builder, Modality modality, InputChecks checks) {
    Class<? extends SpecificRecord> type =
        switch (modality) {
          case IMAGE -> DigitImage.class;
          case CAPTION -> DigitCaption.class;
          case SOUND -> DigitSound.class;
        };
    String topic = topics.inputs(modality);
    Consumed<String, ? extends SpecificRecord> consumed =
        Consumed.with(new TextKeySerde(), avro(type, topic))
            .withTimestampExtractor(new ProducedTime(limits, System::currentTimeMillis))
            .withName(Modalities.name(modality) + "s");
    return builder.stream(topic, consumed)
        .mapValues(
            (key, value) -> checks.checked(key, InputRecord.of(value)),
            Named.as(nodeName("validate", modality)));
  }

  private KStream<String, EmbeddedInput> embed(
      Modality modality, KStream<String, InputRecord> inputs) {
    Limits batch = settings.batch().of(modality);
    return new MicroBatch<>(
            embedNode(modality),
            batchSize(batch, batch.size(), batch.delay()),
            EmbeddingTopology::bytes,
            arrivals,
            new EmbedInputs(activeModel, shadow))
        .applyTo(inputs);
  }

  /** Returns a name that has been without a modality for images since before there were others. */
  private static String nodeName(String step, Modality modality) {
    return modality == Modality.IMAGE ? step : step + "-" + Modalities.name(modality) + "s";
  }

  /** Returns scored pairs and unmatched inputs. */
  private KStream<String, JoinResult> score(KStream<String, EmbeddedInput> embedded) {
    KStream<String, JoinResult> joined =
        embedded.process(
            JoinPairs.supplier(store("pairs"), settings.pairs().window(), arrivals, !exactlyOnce()),
            Named.as("join"));
    Limits batch = settings.batch().of(Modality.IMAGE);
    KStream<String, JoinResult> rescored =
        new MicroBatch<>(
                JoinPairs.RESCORE,
                batchSize(batch, Math.max(1, batch.size() / 2), rescoreDelay()),
                pair -> bytes(pair.anchor().input()) + bytes(pair.contrastive().input()),
                new Arrivals(), // few of the fetched inputs become stale pairs
                new RescorePairs(activeModel))
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

  private static BatchSize batchSize(Limits batch, int records, Duration delay) {
    return new BatchSize(records, batch.bytes(), delay, batch.sizeKey());
  }

  /** Returns what an input keeps in memory besides its raw record. */
  private static long bytes(InputRecord input) {
    return input.bytes() + OVERHEAD_BYTES;
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
