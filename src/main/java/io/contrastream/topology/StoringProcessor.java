package io.contrastream.topology;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Supplies a processor together with its one store, so that the two are never apart. */
record StoringProcessor<K, V, L, R>(
    Supplier<Processor<K, V, L, R>> processor, StoreBuilder<?> store)
    implements ProcessorSupplier<K, V, L, R> {

  @Override
  public Processor<K, V, L, R> get() {
    return processor.get();
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(store);
  }
}
