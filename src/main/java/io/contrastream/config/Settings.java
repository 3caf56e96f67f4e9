package io.contrastream.config;

import io.contrastream.schema.Modality;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * All settings, checked. Immutable; safe to share between threads.
 *
 * @param modalities whose inputs a processor reads, images among them; in the enum's order
 */
public record Settings(
    KafkaSettings kafka,
    RegistrySettings registry,
    TopicSettings topics,
    Set<Modality> modalities,
    ImageSettings image,
    ModelSettings model,
    BatchSettings batch,
    EmbeddingSettings embedding,
    PairSettings pairs,
    LossSettings loss,
    DriftSettings drift,
    StreamSettings stream,
    CheckpointSettings checkpoints,
    RollbackSettings rollback,
    ReembedSettings reembed,
    TrainingSettings training,
    ShadowSettings shadow,
    GateSettings gate,
    SinkSettings sink,
    IndexSettings index,
    DashboardSettings dashboard,
    ClientSettings clients) {

  private static final String TRANSACTION_TIMEOUT =
      StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);

  /** How long a commit may take. With the default interval, this is Kafka Streams' own timeout. */
  private static final Duration MAX_COMMIT_TIME = Duration.ofSeconds(10);

  public Settings {
    int heldOut = training.memory().holdOutPairs();
    Map<String, String> streams = clients.streams();
    String unprefixed = streams.getOrDefault(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "");
    String timeout = streams.getOrDefault(TRANSACTION_TIMEOUT, unprefixed);
    Checks.of("stream")
        .require(
            stream.guarantee() != Guarantee.EXACTLY_ONCE_V2
                || !timeout.matches("\\d{1,10}") // Kafka itself refuses what is not a number
                || stream.commitInterval().toMillis() <= Long.parseLong(timeout),
            "commit.interval",
            "at most streams.%s, which is %s ms".formatted(TRANSACTION_TIMEOUT, timeout))
        .done();
    Checks.of("gate")
        .require(
            gate.pairs() <= heldOut,
            "pairs",
            "at most training.hold.out.pairs, which is " + heldOut)
        .done();
  }

  /** Returns the keys of the settings file, in its order. */
  public static List<String> keys() {
    return List.copyOf(YamlFile.defaults().keySet());
  }

  /**
   * Reads the packaged defaults and the sources that override them.
   *
   * @throws ConfigException with all faults
   */
  public static Settings load(Sources sources) {
    return load(sources, note -> {});
  }

  /**
   * Like {@link #load(Sources)}.
   *
   * @param notes receives a sentence for each setting that is valid, but seems to be misspelt
   */
  public static Settings load(Sources sources, Consumer<String> notes) {
    return SettingsReader.read(sources, notes);
  }

  /** Returns the names of the topics that a processor reads, in the order of the modalities. */
  public List<String> inputTopics() {
    return modalities.stream().map(topics::inputs).toList();
  }

  /** Returns Kafka Streams' settings in a new map. */
  public Map<String, Object> streamsProperties() {
    Map<String, Object> properties = commonProperties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, stream.applicationId());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, stream.threads());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, stream.guarantee().kafkaName());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, stream.commitInterval().toMillis());
    if (!clients.streams().containsKey(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)) {
      properties.put(
          TRANSACTION_TIMEOUT,
          Math.toIntExact(stream.commitInterval().plus(MAX_COMMIT_TIME).toMillis()));
    }
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stream.stateDir().toString());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.replication());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
        stream.guarantee().lingerMs());
    properties.putAll(clients.streams());
    return properties;
  }

  /** Returns a producer's settings, without serializers, in a new map. */
  public Map<String, Object> producerProperties() {
    Map<String, Object> properties = commonProperties();
    properties.putAll(clients.producer());
    return properties;
  }

  /** Returns a consumer's settings, without deserializers and group, in a new map. */
  public Map<String, Object> consumerProperties() {
    Map<String, Object> properties = commonProperties();
    properties.putAll(clients.consumer());
    return properties;
  }

  /** Returns an admin client's settings in a new map. */
  public Map<String, Object> adminProperties() {
    return commonProperties();
  }

  private Map<String, Object> commonProperties() {
    Map<String, Object> properties = new HashMap<>(kafka.others());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return properties;
  }
}
