package io.contrastream.topology.microbatch;

import io.contrastream.topology.streams.DrainOnCommit;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A step of a topology that works on batches of records.
 *
 * @param name of the step; its node {@code <name>}, its node {@code <name>-outcome} and its store
 *     {@code <name>-batch} are named after it
 * @param size when a batch is full
 * @param bytesOf how many bytes a value holds on to, about, beside the record that it came in
 * @param function shared by all stream threads
 */
public record MicroBatch<V, R>(
    String name, BatchSize size, ToLongFunction<V> bytesOf, BatchFunction<V, R> function) {

  /**
   * The stream of results, in the order of the records, with their keys, timestamps and headers. A
   * record at fault is thrown from the node {@code <name>-outcome} under its own topic, partition
   * and offset, for the processing exception handler to judge.
   */
  public <K> KStream<K, R> applyTo(KStream<K, V> stream) {
    return stream
        .process(new Batching<K>(), Named.as(name))
        .process(Unwrap<K, R>::new, Named.as(name + "-outcome"));
  }

  private String storeName() {
    return name + "-batch";
  }

  private final class Batching<K> implements ProcessorSupplier<K, V, K, Outcome<R>> {
    @Override
    public Processor<K, V, K, Outcome<R>> get() {
      return new MicroBatchProcessor<>(storeName(), size, bytesOf, function);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(DrainOnCommit.builder(storeName()));
    }
  }

  /** Throws in a node of its own, so that one record's failure never leaves a drain. */
  private static final class Unwrap<K, R> extends ContextualProcessor<K, Outcome<R>, K, R> {
    @Override
    public void process(Record<K, Outcome<R>> record) {
      context().forward(record.withValue(record.value().orThrow()));
    }
  }
}
