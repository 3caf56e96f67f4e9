package io.contrastream.reembed;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.RetryingThread;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.reembed.Reembedding.Options;
import io.contrastream.reembed.Reembedding.Result;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds inputs again whenever the active checkpoint's space is not complete, in one of the
 * processes that run this: the one that the consumer group assigns the only partition of the
 * checkpoint topic. If it ends, another goes on. Has a thread of its own.
 */
public final class AutoReembed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutoReembed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Settings settings;
  private final Topics topics;
  private final CheckpointAdmin checkpoints;
  private final KafkaConsumer<byte[], byte[]> leader;
  private final RetryingThread thread;
  private long lookedNs = System.nanoTime() - INTERVAL.toNanos();
  private volatile boolean closing;

  private AutoReembed(Settings settings, Topics topics) {
    this.settings = settings;
    this.topics = topics;
    checkpoints = new CheckpointAdmin(settings, topics.checkpoints());
    leader = leader(settings);
    leader.subscribe(List.of(topics.checkpoints().name()), new ReadNothing());
    thread =
        new RetryingThread(
            "reembed",
            "the space",
            "completed",
            this::step,
            () -> Closeables.closeAll(leader, checkpoints));
  }

  /** Starts it if the settings say so. */
  public static Optional<AutoReembed> start(Settings settings, Topics topics) {
    if (!settings.reembed().auto()) {
      return Optional.empty();
    }
    AutoReembed started = new AutoReembed(settings, topics);
    started.thread.start();
    return Optional.of(started);
  }

  private static KafkaConsumer<byte[], byte[]> leader(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put(
        ConsumerConfig.GROUP_ID_CONFIG, settings.stream().applicationId() + "-reembed-leader");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The topic is subscribed to for its assignment only. */
  private final class ReadNothing implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      leader.pause(partitions);
    }
  }

  private void step() {
    leader.poll(POLL);
    if (leads() && System.nanoTime() - lookedNs >= INTERVAL.toNanos()) {
      lookedNs = System.nanoTime();
      if (isIncomplete()) {
        reembed();
      }
    }
  }

  private boolean leads() {
    return !closing && !leader.assignment().isEmpty();
  }

  private boolean isIncomplete() {
    CheckpointHistory history = checkpoints.history();
    return history
        .active()
        .map(ActiveCheckpoint::id)
        .flatMap(history::checkpoint)
        .filter(active -> !history.completeSpaces().contains(active.spaceId()))
        .isPresent();
  }

  private void reembed() {
    Options options =
        new Options(
            Optional.empty(),
            Optional.empty(),
            settings.reembed().rate(),
            settings.reembed().maxLag());
    try (Reembedding run = new Reembedding(settings, topics, options)) {
      LOG.info("Embedding inputs of other spaces again in space {}", run.spaceId());
      Result result =
          run.run(
              progress -> leader.poll(Duration.ZERO), // stays in the group
              () -> !leads());
      LOG.info(
          "{} inputs were embedded again in space {}, which is {}",
          result.embedded(),
          result.spaceId(),
          result.complete() ? "complete now" : "not complete yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns why it has ended by itself; empty if it has not. */
  public Optional<String> problem() {
    return thread.problem();
  }

  /** Stops after the current batch. */
  @Override
  public void close() {
    closing = true;
    thread.close();
  }
}
