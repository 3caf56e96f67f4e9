package io.contrastream.faults;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Kills the process while a commit drains a batch, at the n-th record sent from there. Kafka's
 * producer creates it by its class name.
 */
public final class KillOnDrain implements ProducerInterceptor<byte[], byte[]> {
  static final String COUNT = "faults.drain";

  private static final AtomicInteger REMAINING = new AtomicInteger(Integer.getInteger(COUNT, 0));

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    if (isDraining() && REMAINING.decrementAndGet() == 0) {
      Kill.self();
    }
    return record;
  }

  private static boolean isDraining() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("flushCache")));
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}
