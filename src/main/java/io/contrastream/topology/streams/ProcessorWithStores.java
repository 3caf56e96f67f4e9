package io.contrastream.topology.streams;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Supplies a processor together with its stores, in the order in which a task registers them. */
public record ProcessorWithStores<K, V, L, R>(
    Supplier<Processor<K, V, L, R>> processor, Set<StoreBuilder<?>> stores)
    implements ProcessorSupplier<K, V, L, R> {

  public ProcessorWithStores(Supplier<Processor<K, V, L, R>> processor, StoreBuilder<?>... stores) {
    this(processor, new LinkedHashSet<>(List.of(stores)));
  }

  @Override
  public Processor<K, V, L, R> get() {
    return processor.get();
  }
}
