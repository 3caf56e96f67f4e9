package io.contrastream.runtime;

import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.model.ModelSlot;
import io.contrastream.runtime.swap.CheckpointFollower;
import io.contrastream.runtime.swap.CheckpointGuard;
import io.contrastream.runtime.swap.CheckpointStatus;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.Topics;
import io.contrastream.topology.EmbeddingTopology;
import io.contrastream.topology.TopologyProperties;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the stream processor: the topology, running, with the model that it embeds with.
 * Any thread may call.
 */
public final class StreamProcessor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamProcessor.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final KafkaStreams streams;
  private final CheckpointFollower follower;
  private final ModelSlot model;
  private CheckpointGuard guard;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile Throwable failure;

  private StreamProcessor(Settings settings, SchemaRegistry registry, CheckpointFollower follower) {
    this.follower = follower;
    this.model = follower.slot();
    Properties properties = new Properties();
    properties.putAll(TopologyProperties.of(settings));
    streams =
        new KafkaStreams(EmbeddingTopology.build(settings, registry, model::acquire), properties);
    streams.setStateListener(this::stateChanged);
    streams.setUncaughtExceptionHandler(this::failed);
  }

  /**
   * Checks schemas and topics, loads the active checkpoint (or that of the settings, where the
   * topic has none) and starts the threads; does not wait for them.
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
            topics.checkpoints(),
            () -> ModelLoader.load(modelSettings, modelSettings.checkpoint(), warmUpBatches));
    StreamProcessor processor = new StreamProcessor(settings, registry, follower);
    follower.follow();
    if (settings.rollback().enabled()) {
      processor.guard = CheckpointGuard.start(settings, topics, follower::status);
    }
    processor.streams.start();
    return processor;
  }

  /** Names the checkpoint that embeds now. */
  public String checkpointId() {
    return model.checkpointId();
  }

  /** Which checkpoint is in use, and what became of those that the topic announced. */
  public CheckpointStatus checkpointStatus() {
    return follower.status();
  }

  public boolean isReady() {
    return streams.state() == State.RUNNING;
  }

  /**
   * Waits until all threads have their partitions and their state.
   *
   * @throws StartupException where it takes longer
   * @throws ProcessorFailedException where a fault has stopped the processor
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

  /**
   * @throws ProcessorFailedException where a fault has stopped the processor
   */
  public void throwFailure() {
    if (failure != null) {
      throw new ProcessorFailedException(
          "The stream processor has stopped: " + rootMessage(failure), failure);
    }
  }

  private void stateChanged(State newState, State oldState) {
    log.info("Stream processor: {} (was {})", newState, oldState);
    if (newState == State.RUNNING) {
      ready.complete(null);
    } else if (newState == State.ERROR || newState == State.NOT_RUNNING) {
      stopped.complete(null);
    }
  }

  /**
   * Nothing of the failed batch is committed. A fault that stops one thread would stop the next, so
   * the instance ends, for its supervisor to start again.
   */
  private StreamThreadExceptionResponse failed(Throwable cause) {
    log.error("A stream thread failed", cause);
    failure = cause;
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** Drains the batches, commits, leaves the group and frees the model. */
  @Override
  public void close() {
    Closing.all(guard, follower);
    CloseOptions options =
        CloseOptions.timeout(CLOSE_PATIENCE)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      log.warn("The stream threads did not end within {} s", CLOSE_PATIENCE.toSeconds());
      return; // a thread may still embed: the model must stay
    }
    model.close();
  }
}
