package io.contrastream.processor;

import static org.apache.kafka.clients.CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG;

import io.contrastream.config.Settings;
import io.contrastream.config.StreamSettings;
import io.contrastream.encoding.Model;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.network.Models;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.processor.swap.LiveModel;
import io.contrastream.telemetry.LatencyHistogram;
import io.contrastream.topic.InternalTopics;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.TopicState;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.topology.EmbeddingTopology;
import io.contrastream.topology.OutputLimits;
import io.contrastream.topology.TopologyProperties;
import io.contrastream.topology.streams.Arrivals;
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
import java.util.concurrent.atomic.AtomicReference;
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

/** One running instance of the stream processor: the topology and its model. Thread-safe. */
public final class StreamProcessor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final String applicationId;
  private final InstanceSlot instance;
  private final LiveModel model;
  private final KafkaStreams streams;
  private final ThreadRestarts restarts;
  private final CommitWatch commits;
  private final CommittedOutputs outputs;
  private final StartWatch startWatch;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private StreamProcessor(
      Settings settings, SchemaRegistry registry, LiveModel model, InstanceSlot instance) {
    this.applicationId = settings.stream().applicationId();
    this.model = model;
    this.instance = instance;
    restarts = new ThreadRestarts(settings.stream().threads());
    commits = new CommitWatch(settings.stream().commitInterval(), System::currentTimeMillis);
    outputs = new CommittedOutputs(settings.topics());
    OutputLimits limits = OutputLimits.request(settings);
    Arrivals arrivals = new Arrivals();
    streams =
        new KafkaStreams(
            EmbeddingTopology.build(
                settings, registry, limits, arrivals, model.slot()::acquire, model.shadow()),
            properties(settings, limits, instance),
            new StableIdClientSupplier(
                applicationId + "-" + instance.id(), outputs, arrivals, commits));
    startWatch = new StartWatch(settings, () -> ready.isDone() || stopped.isDone());
    streams.setStateListener(this::stateChanged);
    streams.setUncaughtExceptionHandler(this::threadFailed);
  }

  /**
   * With a static group membership, a restarted instance gets its partitions back at once;
   * otherwise the group would wait until the session of the previous process times out.
   */
  private static Properties properties(
      Settings settings, OutputLimits limits, InstanceSlot instance) {
    Map<String, Object> all = TopologyProperties.of(settings, limits);
    boolean named = all.keySet().stream().anyMatch(key -> key.endsWith(GROUP_INSTANCE_ID_CONFIG));
    if (!named && !"streams".equals(all.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      all.put(StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID_CONFIG), instance.id());
    }
    Properties properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  /**
   * Checks schemas and topics, loads the active checkpoint (or the one in the settings if the topic
   * has none) and starts the threads, without waiting for them. From then on, the processor swaps
   * to each checkpoint that the topic announces.
   *
   * @param registry the caller closes it after the processor
   * @throws RuntimeException with a message for users if anything is missing or refused
   */
  public static StreamProcessor start(Settings settings, SchemaRegistry registry) {
    KafkaVersion.requireSupported();
    Topics topics = Topics.of(settings, registry);
    List<TopicState> states = TopicSetup.ensure(settings, topics);
    InternalTopics.createRepartition(settings, CoPartitioning.partitions(settings, states));
    LiveModel model = LiveModel.open(settings, topics, () -> Models.load(settings));
    return start(settings, registry, model);
  }

  /**
   * Starts the threads with a given model, without waiting for them; schemas and topics must exist.
   *
   * @param registry the caller closes it after the processor
   * @param model the processor closes it
   */
  public static StreamProcessor start(Settings settings, SchemaRegistry registry, LiveModel model) {
    StreamSettings stream = settings.stream();
    InstanceSlot instance = null;
    try {
      instance = InstanceSlot.take(stream.stateDir(), stream.applicationId());
      new SharedGroup(settings, instance.id()).requireSameTopics();
      Topics topics = Topics.of(settings, registry);
      new WarmUp(topics, model.slot()::acquire, settings.batch()).run(stream.threads());
      StreamProcessor processor = new StreamProcessor(settings, registry, model, instance);
      processor.streams.start();
      processor.startWatch.start();
      model.start();
      return processor;
    } catch (RuntimeException e) {
      Closeables.closeAll(instance, model);
      throw e;
    }
  }

  public String checkpointId() {
    return model.slot().checkpointId();
  }

  /** Borrows the active model; close it soon to give it back. */
  public Model acquireModel() {
    return model.slot().acquire();
  }

  public CheckpointStatus checkpointStatus() {
    return model.status();
  }

  public boolean isReady() {
    return streams.state() == State.RUNNING;
  }

  /** Returns why it is not ready after some seconds, if Kafka is the reason. */
  Optional<String> startProblem() {
    return startWatch.reason();
  }

  /**
   * Waits until all threads have their partitions and their state.
   *
   * @throws StartupException if this takes longer than {@code timeout}
   * @throws ProcessFailedException if the processor has stopped because of a failure
   */
  public void awaitReady(Duration timeout) throws InterruptedException {
    try {
      CompletableFuture.anyOf(ready, stopped).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Neither future completes exceptionally", e);
    } catch (TimeoutException e) {
      throw new StartupException(
          "The stream processor is not ready after %d s; its state is %s"
              .formatted(timeout.toSeconds(), streams.state()));
    }
    throwFailure();
  }

  /** Returns the metrics of Kafka Streams, including those of our own processors. */
  public Map<MetricName, ? extends Metric> metrics() {
    return streams.metrics();
  }

  /** Counts inputs that this instance has embedded with candidates in the shadow. */
  public long embeddedInShadow() {
    return model.shadow().embedded();
  }

  /** Counts those that this instance has committed. */
  long deadLetters() {
    return outputs.deadLetters();
  }

  /** Returns the latency from an image's production until its embedding can be read. */
  public LatencyHistogram latency() {
    return outputs.latency();
  }

  /** Returns why outputs cannot be committed at present, else empty. */
  public Optional<String> commitProblem() {
    return commits.problem();
  }

  /** Returns a binder for all metrics of Kafka Streams; the caller closes it. */
  MeterBinder kafkaMeters() {
    return new KafkaStreamsMetrics(streams);
  }

  /** Returns why the processor, or a part of it, has stopped; empty if nothing has. */
  Optional<String> problem() {
    return Optional.ofNullable(failure.get()).map(this::message).or(model::problem);
  }

  /**
   * @throws ProcessFailedException if the processor has stopped because of a failure
   */
  public void throwFailure() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new ProcessFailedException(
          "The stream processor has stopped: " + message(cause), cause);
    }
  }

  private String message(Throwable failure) {
    return StreamFailure.message(failure, applicationId);
  }

  private void stateChanged(State newState, State oldState) {
    LOG.info("Stream processor: {} (was {})", newState, oldState);
    if (newState == State.RUNNING) {
      ready.complete(null);
    } else if (newState == State.ERROR || newState == State.NOT_RUNNING) {
      stopped.complete(null);
    }
  }

  /** Nothing of the failed batch is committed, so another thread or process can take over. */
  private StreamThreadExceptionResponse threadFailed(Throwable cause) {
    if (restarts.allow(cause, System.nanoTime())) {
      LOG.warn("Replacing a failed stream thread: {}", message(cause), cause);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("A stream thread failed", cause);
    failure.set(cause);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Processes what waits in batches, commits, leaves the group and frees the model. */
  @Override
  public void close() {
    startWatch.close();
    model.stopSwapping();
    CloseOptions options =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      LOG.warn("The stream threads did not end within {} s", CLOSE_TIMEOUT.toSeconds());
      return; // a thread may still use the model
    }
    model.close();
    instance.close();
  }
}
