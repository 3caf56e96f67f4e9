package io.contrastream.runtime.swap;

import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates the former checkpoint again where the live loss is worse under a new one. Every
 * instance has one, so that none must be chosen: they see the same windows, and what several
 * announce at once is one generation with one content. A thread of its own works.
 */
public final class CheckpointGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointGuard.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Settings settings;
  private final Topics topics;
  private final Supplier<CheckpointStatus> status;
  private final String name;
  private final LossWatch watch;
  private final KafkaConsumer<String, LossWindow> consumer;
  private final Thread thread = new Thread(this::run, "checkpoint-guard");
  private long generation = -1;
  private volatile boolean stopped;

  private CheckpointGuard(Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    this.settings = settings;
    this.topics = topics;
    this.status = status;
    name = "guard-" + UUID.randomUUID().toString().substring(0, 8);
    watch = new LossWatch(settings.rollback());
    consumer = consumer(settings, topics.loss());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Watches from now on.
   *
   * @param topics exist
   * @param status of this instance's follower; any thread may ask
   */
  public static CheckpointGuard start(
      Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    return new CheckpointGuard(settings, topics, status);
  }

  private static KafkaConsumer<String, LossWindow> consumer(
      Settings settings, Topic<String, LossWindow> loss) {
    KafkaConsumer<String, LossWindow> consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(),
            loss.keys().deserializer(),
            loss.values().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(loss.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private void run() {
    try (consumer) {
      while (!stopped) {
        try {
          advance();
        } catch (RuntimeException e) {
          pauseAfter(e);
        }
      }
    }
  }

  private void advance() {
    var records = consumer.poll(POLL);
    CheckpointStatus now = status.get();
    if (now.generation() != generation) {
      generation = now.generation();
      watch.activated(now.activeId(), rollBackFrom(now) ? now.formerId() : null);
    }
    records.forEach(record -> see(record.value(), now));
  }

  /** A rollback itself is not taken back, else two bad checkpoints would take turns. */
  private static boolean rollBackFrom(CheckpointStatus now) {
    return now.announced() != null
        && now.announced().generation() == now.generation()
        && now.announced().cause() != ActivationCause.ROLLBACK;
  }

  private void see(LossWindow window, CheckpointStatus now) {
    if (window.getMeanLoss() != null) {
      watch
          .window(
              window.getCheckpointId(),
              window.getPositives() + window.getNegatives(),
              window.getMeanLoss())
          .ifPresent(reason -> rollBack(now, reason));
    }
  }

  private void rollBack(CheckpointStatus now, String reason) {
    try (CheckpointStore store = new CheckpointStore(settings, topics.checkpoints())) {
      CheckpointHistory history = store.history();
      Optional<String> former = history.former();
      if (history.generation() != now.generation()
          || former.flatMap(history::checkpoint).isEmpty()) {
        return; // another was quicker, or there is nothing to go back to
      }
      ActiveCheckpoint active =
          store.activate(former.get(), ActivationCause.ROLLBACK, reason, name);
      LOG.warn("Checkpoint {} is active again: {}", active.id(), reason);
      if (active.by().equals(name)) {
        record(now.activeId(), active, reason);
      }
    }
  }

  private void record(String worseId, ActiveCheckpoint active, String reason) {
    TrainingStep step =
        TrainingStep.newBuilder()
            .setTrainerId(name)
            .setKind(TrainingEvent.ROLLED_BACK)
            .setAtMs(System.currentTimeMillis())
            .setCheckpointId(active.id())
            .setActiveId(worseId)
            .setReasons(List.of(reason))
            .build();
    Topic<String, TrainingStep> training = topics.training();
    try (KafkaProducer<String, TrainingStep> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            training.keys().serializer(),
            training.values().serializer())) {
      producer.send(new ProducerRecord<>(training.name(), name, step));
    }
  }

  private void pauseAfter(RuntimeException cause) {
    if (stopped) {
      return;
    }
    LOG.warn("The loss can't be watched at the moment, trying again", cause);
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
