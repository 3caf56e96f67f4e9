package io.contrastream.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
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
  private final List<Output> pending = new ArrayList<>();

  private record Output(String topic, Long timestampMs) {}

  CountingProducer(Map<String, Object> settings, CommittedOutputs outputs, CommitWatch commits) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.outputs = outputs;
    this.commits = commits;
    this.transactional = settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    commits.sent();
    if (!outputs.include(record.topic())) {
      return super.send(record, callback);
    }
    Output output = new Output(record.topic(), record.timestamp());
    if (!transactional) {
      return super.send(record, adding(output, callback));
    }
    pending.add(output);
    return super.send(record, callback);
  }

  private Callback adding(Output output, Callback callback) {
    return (metadata, failure) -> {
      if (failure == null) {
        add(output, System.currentTimeMillis());
      }
      if (callback != null) {
        callback.onCompletion(metadata, failure);
      }
    };
  }

  private void add(Output output, long nowMs) {
    outputs.add(output.topic, output.timestampMs, nowMs);
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
    pending.forEach(output -> add(output, nowMs));
    pending.clear();
  }

  @Override
  public void abortTransaction() {
    pending.clear();
    commits.settled();
    super.abortTransaction();
  }
}
