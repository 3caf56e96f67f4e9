package io.contrastream.topology.microbatch;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.RecordCollector;

/**
 * A step that hands on records as they are, and before each commit waits until Kafka has all that
 * its task has sent. It stands before a step that forgets what it has forwarded.
 *
 * <p>At least once, a store's changelog is not part of a transaction: a crash in the middle of a
 * commit could leave in it that something is done, while the output of it is lost; after a restart
 * nobody would make that output again. Stores are flushed in the order of their registration, so
 * what a cached store downstream tells its changelog comes after this wait. That holds as long as
 * its cache has room for all changes between two commits. Exactly once, outputs and changelog
 * become final together, and this step is not needed.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class OutputsFirst<K, V> extends ContextualProcessor<K, V, K, V> {
  private final String storeName;

  /**
   * @param storeName of the {@link DrainOnCommit} that is connected to this step
   */
  public OutputsFirst(String storeName) {
    this.storeName = storeName;
  }

  @Override
  public void init(ProcessorContext<K, V> context) {
    super.init(context);
    RecordCollector outputs = ((RecordCollector.Supplier) context).recordCollector();
    context.<DrainOnCommit>getStateStore(storeName).onCommit(outputs::flush);
  }

  @Override
  public void process(Record<K, V> record) {
    context().forward(record);
  }
}
