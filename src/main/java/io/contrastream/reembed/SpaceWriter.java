package io.contrastream.reembed;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.Topic;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes embeddings and the offsets of their inputs in one transaction. A second writer of the same
 * application fences the first off. Not thread-safe.
 */
final class SpaceWriter implements AutoCloseable {
  private final String topic;
  private final Producer<String, ImageEmbedding> producer;
  private boolean open;

  SpaceWriter(Settings settings, Topic<String, ImageEmbedding> embeddings) {
    this.topic = embeddings.name();
    Map<String, Object> properties = settings.producerProperties();
    properties.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.stream().applicationId() + "-reembed");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0); // what is deleted meanwhile stays deleted
    producer =
        new KafkaProducer<>(
            properties, embeddings.keys().serializer(), embeddings.values().serializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  /** Sends an embedding with the current time: its input's may be past the topic's retention. */
  void send(String key, ImageEmbedding embedding) {
    begin();
    unlessFenced(() -> producer.send(new ProducerRecord<>(topic, key, embedding)));
  }

  /**
   * Commits what was sent.
   *
   * @param next offset of the next input to read, by partition
   * @param group that the offsets are committed for
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> next, ConsumerGroupMetadata group) {
    begin();
    unlessFenced(
        () -> {
          producer.sendOffsetsToTransaction(next, group);
          producer.commitTransaction();
        });
    open = false;
  }

  private static void unlessFenced(Runnable step) {
    try {
      step.run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new ProcessFailedException(
          "Another reembed of the same application has started, perhaps one of the processors with"
              + " reembed.auto: let it finish, or stop it",
          e);
    }
  }

  private void begin() {
    if (!open) {
      unlessFenced(producer::beginTransaction);
      open = true;
    }
  }

  /** Aborts what was not committed. */
  @Override
  public void close() {
    try {
      if (open) {
        producer.abortTransaction();
      }
    } catch (KafkaException e) {
      // the broker aborts it after the transaction's timeout
    } finally {
      producer.close();
    }
  }
}
