package io.contrastream.processor;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients as Kafka Streams makes them, but for the transactional ids. Streams draws those
 * anew at each start where no store lies on disk, and then the transaction that a killed instance
 * left open holds back readers, and its own successor, until it times out. Under the same id the
 * successor ends it at once. And its producers count dead letters.
 *
 * @param transactionalIds what they begin with; of this instance alone, and the same when it is
 *     started again
 * @param deadLetters their topic
 * @param deadLettersSent how many the producers have brought there
 */
record StableIdClientSupplier(
    String transactionalIds, String deadLetters, LongAdder deadLettersSent)
    implements KafkaClientSupplier {

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new CountingProducer(stable(settings), deadLetters, deadLettersSent);
  }

  /** Streams' id is {@code <application>-<drawn>-<thread>}. */
  Map<String, Object> stable(Map<String, Object> settings) {
    Map<String, Object> stable = new HashMap<>(settings);
    stable.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        (key, id) -> {
          String drawn = (String) id;
          return transactionalIds + drawn.substring(drawn.lastIndexOf('-'));
        });
    return stable;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }
}
