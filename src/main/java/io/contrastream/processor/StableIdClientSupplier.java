package io.contrastream.processor;

import io.contrastream.topology.streams.Arrivals;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Supplies the clients of Kafka Streams with transactional ids that survive a restart, and counts
 * outputs. Without a store on disk, Streams generates new ids at each start, and a transaction that
 * a killed instance left open blocks readers and its own successor until it times out. With the
 * same id, the successor aborts it at once.
 *
 * @param transactionalIds prefix of the ids; unique to this instance, and the same after a restart
 * @param outputs counts what the stream threads have committed
 * @param arrivals hears what the consumers of the stream threads fetch
 * @param commits hears what the stream threads send and commit
 */
record StableIdClientSupplier(
    String transactionalIds, CommittedOutputs outputs, Arrivals arrivals, CommitWatch commits)
    implements KafkaClientSupplier {

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new CountingProducer(stable(settings), outputs, commits);
  }

  /** Streams generates {@code <application>-<random>-<thread>}. */
  Map<String, Object> stable(Map<String, Object> settings) {
    Map<String, Object> stable = new HashMap<>(settings);
    stable.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        (key, id) -> {
          String generated = (String) id;
          return transactionalIds + generated.substring(generated.lastIndexOf('-'));
        });
    return stable;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new ReportingConsumer(settings, arrivals);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return getRestoreConsumer(settings);
  }
}
