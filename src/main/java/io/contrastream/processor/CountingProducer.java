package io.contrastream.processor;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that counts the records it has committed to one topic: when their transaction commits
 * or, without transactions, when the broker acknowledges them. Records of an aborted transaction
 * are not counted; they are sent again.
 */
final class CountingProducer extends KafkaProducer<byte[], byte[]> {
  private final String topic;
  private final LongAdder count;
  private final CommitWatch commits;
  private final boolean transactional;
  private long pending;

  CountingProducer(
      Map<String, Object> settings, String topic, LongAdder count, CommitWatch commits) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.count = count;
    this.commits = commits;
    this.transactional = settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    commits.sent();
    boolean counts = record.topic().equals(topic);
    if (counts && transactional) {
      pending++;
    }
    return super.send(record, counts && !transactional ? counted(callback) : callback);
  }

  private Callback counted(Callback callback) {
    return (metadata, failure) -> {
      if (failure == null) {
        count.increment();
      }
      if (callback != null) {
        callback.onCompletion(metadata, failure);
      }
    };
  }

  /** Without transactions, everything is sent once this returns. */
  @Override
  public void flush() {
    super.flush();
    if (!transactional) {
      commits.settled();
    }
  }

  @Override
  public void commitTransaction() {
    super.commitTransaction();
    commits.settled();
    count.add(pending);
    pending = 0;
  }

  @Override
  public void abortTransaction() {
    pending = 0;
    commits.settled();
    super.abortTransaction();
  }
}
