package io.contrastream.processor;

import static org.apache.kafka.clients.CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG;

import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.config.StreamSettings;
import io.contrastream.encoding.Embedder;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.network.ModelLoader;
import io.contrastream.processor.swap.CheckpointFollower;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.topology.EmbeddingTopology;
import io.contrastream.topology.TopologyProperties;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the stream processor: the topology, running, with the model that it embeds with.
 * Any thread may call.
 */
public final class StreamProcessor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final InstanceSlot instance;
  private final KafkaStreams streams;
  private final ModelSlot model;
  private final LongAdder deadLetters = new LongAdder();
  private final ThreadRestarts restarts;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile CheckpointFollower follower;
  private volatile Throwable failure;

  private StreamProcessor(
      Settings settings, SchemaRegistry registry, ModelSlot model, InstanceSlot instance) {
    this.model = model;
    this.instance = instance;
    restarts = new ThreadRestarts(settings.stream().threads());
    streams =
        new KafkaStreams(
            EmbeddingTopology.build(settings, registry, model::acquire),
            properties(settings, instance),
            new StableIdClientSupplier(
                settings.stream().applicationId() + "-" + instance.id(),
                settings.topics().deadLetters(),
                deadLetters));
    streams.setStateListener(this::stateChanged);
    streams.setUncaughtExceptionHandler(this::failed);
  }

  /**
   * Under a name of its own that stays, an instance that is started again takes its partitions back
   * at once; else the group would wait for the dead one until its session times out.
   */
  private static Properties properties(Settings settings, InstanceSlot instance) {
    Map<String, Object> all = TopologyProperties.of(settings);
    boolean named = all.keySet().stream().anyMatch(key -> key.endsWith(GROUP_INSTANCE_ID_CONFIG));
    if (!named && !"streams".equals(all.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      all.put(StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID_CONFIG), instance.id());
    }
    Properties properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  /**
   * Checks schemas and topics, loads the active checkpoint (or that of the settings, where the
   * topic has none) and starts the threads; does not wait for them. From then on it goes over to
   * each checkpoint that the topic announces.
   *
   * @param registry stays the caller's, to close after this
   * @throws RuntimeException with a message for people where something is missing or refused
   */
  public static StreamProcessor start(Settings settings, SchemaRegistry registry) {
    Topics topics = Topics.of(settings.topics(), registry);
    TopicSetup.ensure(settings, topics);
    List<Integer> warmUpBatches = List.of(1, settings.batch().size(), settings.batch().size());
    ModelSettings modelSettings = settings.model();
    CheckpointFollower follower =
        CheckpointFollower.open(
            settings,
            topics,
            () -> ModelLoader.load(modelSettings, modelSettings.checkpoint(), warmUpBatches));
    StreamProcessor processor = null;
    try {
      processor = start(settings, registry, follower.slot());
      processor.follower = follower;
      follower.follow();
      return processor;
    } catch (RuntimeException e) {
      Closeables.closeAll(processor == null ? follower : processor);
      throw e;
    }
  }

  /**
   * Starts the threads, where schemas and topics are there; does not wait for them.
   *
   * @param registry stays the caller's, to close after this
   * @param model the caller may swap what it holds; it is closed with the processor
   */
  public static StreamProcessor start(Settings settings, SchemaRegistry registry, ModelSlot model) {
    StreamSettings stream = settings.stream();
    InstanceSlot instance = null;
    try {
      instance = InstanceSlot.take(stream.stateDir(), stream.applicationId());
      WarmUp.run(settings, Topics.of(settings.topics(), registry), model::acquire);
      StreamProcessor processor = new StreamProcessor(settings, registry, model, instance);
      processor.streams.start();
      return processor;
    } catch (RuntimeException e) {
      Closeables.closeAll(instance, model);
      throw e;
    }
  }

  /** Names the checkpoint that embeds now. */
  public String checkpointId() {
    return model.checkpointId();
  }

  /** What embeds now, on loan: give it back soon. */
  public Embedder embedder() {
    return model.acquire();
  }

  /** Which checkpoint is in use, and what became of those that the topic announced. */
  public CheckpointStatus checkpointStatus() {
    return follower == null ? CheckpointStatus.of(model.checkpointId()) : follower.status();
  }

  public boolean isReady() {
    return streams.state() == State.RUNNING;
  }

  /**
   * Waits until all threads have their partitions and their state.
   *
   * @throws StartupException where it takes longer
   * @throws ProcessFailedException where a fault has stopped the processor
   */
  public void awaitReady(Duration atMost) throws InterruptedException {
    try {
      CompletableFuture.anyOf(ready, stopped).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Neither outcome is exceptional", e);
    } catch (TimeoutException e) {
      throw new StartupException(
          "The stream processor is not ready after %d s; its state is %s"
              .formatted(atMost.toSeconds(), streams.state()));
    }
    throwFailure();
  }

  /** Kafka Streams' meters, and those of our own steps among them; read at the moment of asking. */
  public Map<MetricName, ? extends Metric> metrics() {
    return streams.metrics();
  }

  /** Dead letters that this instance has brought into their topic, for good. */
  long deadLetters() {
    return deadLetters.sum();
  }

  /**
   * Those of Kafka Streams, for a registry of meters that wants to be told of each; the caller
   * closes it.
   */
  MeterBinder kafkaMeters() {
    return new KafkaStreamsMetrics(streams);
  }

  /** Why a fault has stopped the processor, or a part of it; empty where none has. */
  Optional<String> problem() {
    return Optional.ofNullable(failure)
        .map(StreamFailure::message)
        .or(() -> Optional.ofNullable(follower).flatMap(CheckpointFollower::problem));
  }

  /**
   * @throws ProcessFailedException where a fault has stopped the processor
   */
  public void throwFailure() {
    if (failure != null) {
      throw new ProcessFailedException(
          "The stream processor has stopped: " + StreamFailure.message(failure), failure);
    }
  }

  private void stateChanged(State newState, State oldState) {
    LOG.info("Stream processor: {} (was {})", newState, oldState);
    if (newState == State.RUNNING) {
      ready.complete(null);
    } else if (newState == State.ERROR || newState == State.NOT_RUNNING) {
      stopped.complete(null);
    }
  }

  /** Nothing of the failed batch is committed, so another thread or process starts from there. */
  private StreamThreadExceptionResponse failed(Throwable cause) {
    if (restarts.allow(cause, System.nanoTime())) {
      LOG.warn(
          "A stream thread failed ({}); another takes its place",
          StreamFailure.message(cause),
          cause);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("A stream thread failed", cause);
    failure = cause;
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Drains the batches, commits, leaves the group and frees the model. */
  @Override
  public void close() {
    Closeables.closeAll(follower);
    CloseOptions options =
        CloseOptions.timeout(CLOSE_PATIENCE)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      LOG.warn("The stream threads did not end within {} s", CLOSE_PATIENCE.toSeconds());
      return; // a thread may still embed: the model must stay
    }
    model.close();
    instance.close();
  }
}
