package io.contrastream.topology.microbatch;

import io.contrastream.topology.streams.Arrivals;
import io.contrastream.topology.streams.DrainOnCommit;
import io.contrastream.topology.streams.SupportedKafka;
import java.time.Duration;
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
 * @param name of the step and its first node; its second node is {@code <name>-outcome}, and its
 *     store {@code <name>-batch}
 * @param size when a batch is processed
 * @param bytesOf approximate number of bytes that a value keeps in memory, in addition to its raw
 *     record
 * @param arrivals what the thread that calls has fetched
 * @param function shared by all stream threads
 */
public record MicroBatch<V, R>(
    String name,
    BatchSize size,
    ToLongFunction<V> bytesOf,
    Arrivals arrivals,
    BatchFunction<V, R> function) {

  /**
   * Returns a step whose batches are limited by the number of records alone.
   *
   * @param delay maximum time that a record waits for others
   */
  public static <V, R> MicroBatch<V, R> of(
      String name, int records, Duration delay, BatchFunction<V, R> function) {
    BatchSize size = new BatchSize(records, Long.MAX_VALUE, delay, "the number of records");
    return new MicroBatch<>(name, size, value -> 0, new Arrivals(), function);
  }

  /**
   * Returns the results, in the order of the records, with their keys, timestamps and headers. If a
   * record is at fault, its node {@code <name>-outcome} throws while the record's own topic,
   * partition and offset are current, and the processing exception handler decides.
   *
   * @throws IllegalStateException on a version of Kafka Streams whose commit is not known
   */
  public <K> KStream<K, R> applyTo(KStream<K, V> stream) {
    SupportedKafka.require();
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
      return new MicroBatchProcessor<>(storeName(), size, bytesOf, arrivals, function);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(DrainOnCommit.builder(storeName()));
    }
  }

  /** Throws in a node of its own, so that the failure of one record does not interrupt a drain. */
  private static final class Unwrap<K, R> extends ContextualProcessor<K, Outcome<R>, K, R> {
    @Override
    public void process(Record<K, Outcome<R>> record) {
      context().forward(record.withValue(record.value().orThrow()));
    }
  }
}
