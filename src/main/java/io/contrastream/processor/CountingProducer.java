package io.contrastream.processor;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that adds records to the committed outputs: when their transaction commits or, without
 * transactions, when the broker acknowledges them. Records of an aborted transaction are not added;
 * they are sent again.
 */
final class CountingProducer extends KafkaProducer<byte[], byte[]> {
  private final CommittedOutputs outputs;
  private final CommitWatch commits;
  private final boolean transactional;

  // of the open transaction: thousands of embeddings, so not boxed
  private LongStream.Builder embeddings = LongStream.builder();
  private long deadLetters;

  CountingProducer(Map<String, Object> settings, CommittedOutputs outputs, CommitWatch commits) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.outputs = outputs;
    this.commits = commits;
    this.transactional = settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    commits.sent();
    boolean isEmbedding = outputs.areEmbeddings(record.topic());
    if (!isEmbedding && !outputs.areDeadLetters(record.topic())) {
      return super.send(record, callback);
    }
    if (!transactional) {
      return super.send(record, adding(isEmbedding, record.timestamp(), callback));
    }
    if (isEmbedding) {
      embeddings.add(record.timestamp());
    } else {
      deadLetters++;
    }
    return super.send(record, callback);
  }

  private Callback adding(boolean isEmbedding, Long timestampMs, Callback callback) {
    return (metadata, failure) -> {
      if (failure == null && isEmbedding) {
        outputs.addEmbedding(timestampMs, System.currentTimeMillis());
      } else if (failure == null) {
        outputs.addDeadLetters(1);
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
    long nowMs = System.currentTimeMillis();
    embeddings.build().forEach(producedAtMs -> outputs.addEmbedding(producedAtMs, nowMs));
    outputs.addDeadLetters(deadLetters);
    forget();
  }

  @Override
  public void abortTransaction() {
    forget();
    commits.settled();
    super.abortTransaction();
  }

  private void forget() {
    embeddings = LongStream.builder();
    deadLetters = 0;
  }
}
