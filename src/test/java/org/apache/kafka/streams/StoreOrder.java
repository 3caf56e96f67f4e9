package org.apache.kafka.streams;

import java.util.List;
import org.apache.kafka.streams.processor.StateStore;

/** Looks into a topology; it lives in this package because Kafka Streams shows that to no other. */
public final class StoreOrder {
  private StoreOrder() {}

  /** Names of the stores, in the order in which a task registers and so flushes them. */
  public static List<String> of(Topology topology, StreamsConfig config) {
    return topology
        .internalTopologyBuilder
        .rewriteTopology(config)
        .buildTopology()
        .stateStores()
        .stream()
        .map(StateStore::name)
        .toList();
  }
}
