package io.contrastream.bench.swap;

import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topic;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes and announces a few checkpoints in turn. They are untrained networks, which embed as
 * fast as trained ones and differ as much. One thread calls.
 */
final class CheckpointAnnouncer implements AutoCloseable {
  private static final int CHECKPOINTS = 6;

  private final List<ModelCheckpoint> records = new ArrayList<>();
  private final KafkaProducer<String, ModelCheckpoint> producer;
  private final CheckpointWriter writer;
  private String activeId;
  private int announced;

  /**
   * @param expected receives the embeddings of each checkpoint
   */
  CheckpointAnnouncer(
      Settings settings, Topic<String, ModelCheckpoint> topic, ExpectedScores expected) {
    for (long seed = 1; seed <= CHECKPOINTS; seed++) {
      try (Encoder<byte[]> model =
          ImageEncoders.load(
              InitialWeights.of(seed), "seed " + seed, ForwardPath.FAST, List.of())) {
        expected.add(model);
        records.add(
            CheckpointRecords.of(
                settings.checkpoints().model(),
                InitialWeights.of(seed),
                model,
                CheckpointRecords.Facts.NONE));
      }
    }
    producer =
        new KafkaProducer<>(
            CheckpointWriter.producerProperties(settings),
            topic.keys().serializer(),
            topic.values().serializer());
    writer = new CheckpointWriter(producer, topic.name(), settings.checkpoints());
  }

  /** Publishes the weights of the next checkpoint again, and returns its id. */
  String publish() throws InterruptedException {
    ModelCheckpoint next = records.get(announced % records.size());
    await(writer.publish(next));
    return next.getCheckpointId();
  }

  /** Announces a published checkpoint, and waits until the announcement is in the topic. */
  void announce(String id) throws InterruptedException {
    announced++;
    await(
        writer.announce(
            new ActiveCheckpoint(
                announced,
                id,
                null,
                activeId,
                ActivationCause.MANUAL,
                "a benchmark",
                "bench",
                false,
                System.currentTimeMillis())));
    activeId = id;
  }

  private static void await(Future<?> sent) throws InterruptedException {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "A checkpoint could not be sent: " + e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
