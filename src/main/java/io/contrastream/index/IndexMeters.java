package io.contrastream.index;

import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.schema.Modality;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.LatencyHistogram;
import io.contrastream.telemetry.Meters;
import io.contrastream.telemetry.Metric;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The meters and the health of an index. One thread updates; any may read. */
final class IndexMeters {
  private final IndexStore store;
  private final MultiGauge vectors;
  private final MultiGauge memory;
  private final MultiGauge answering;
  private final MultiGauge positions;

  IndexMeters(
      IndexStore store, Supplier<IndexCounts> counts, LatencyHistogram latencies, Meters meters) {
    this.store = store;
    vectors = meters.gauges(Metric.INDEX_VECTORS);
    memory = meters.gauges(Metric.INDEX_MEMORY);
    answering = meters.gauges(Metric.INDEX_ANSWERING);
    positions = meters.gauges(Metric.INDEX_POSITION);
    meters
        .gauge(Metric.INDEX_READY, () -> store.isReady() ? 1 : 0)
        .gauge(Metric.INDEX_LAG, () -> counts.get().lag())
        .gauge(Metric.INDEX_CONTACT_AGE, () -> store.contactAge().toMillis() / 1e3)
        .counter(Metric.INDEX_RECORDS, () -> counts.get().rows())
        .counter(Metric.INDEX_LEFT_OUT, () -> counts.get().leftOut())
        .counter(Metric.INDEX_DELETIONS, () -> counts.get().tombstones())
        .counter(Metric.INDEX_SKIPPED, () -> counts.get().skipped())
        .histogram(Metric.INDEX_SEARCH, latencies);
  }

  static Health health(IndexStore store) {
    return new Health()
        .addReadiness(
            "index",
            () ->
                store.isReady()
                    ? Optional.empty()
                    : Optional.of(
                        store.isLoaded()
                            ? "It has not caught up with the topic yet"
                            : "It is being loaded"));
  }

  void update() {
    List<MultiGauge.Row<?>> ofVectors = new ArrayList<>();
    List<MultiGauge.Row<?>> ofMemory = new ArrayList<>();
    List<MultiGauge.Row<?>> ofAnswering = new ArrayList<>();
    String shown = store.spaces().answering().map(NeighbourIndex::space).orElse("");
    for (NeighbourIndex index : store.spaces().all()) {
      Tags space = Tags.of("space", index.space());
      for (Modality modality : Modality.values()) {
        ofVectors.add(
            MultiGauge.Row.of(
                space.and("modality", Modalities.name(modality)), index.size(modality)));
      }
      ofMemory.add(MultiGauge.Row.of(space, index.bytes()));
      ofAnswering.add(MultiGauge.Row.of(space, index.space().equals(shown) ? 1 : 0));
    }
    List<MultiGauge.Row<?>> ofPositions = new ArrayList<>();
    for (Map.Entry<Integer, Long> each : store.positions().entrySet()) {
      Tags partition = Tags.of("partition", each.getKey().toString());
      ofPositions.add(MultiGauge.Row.of(partition, each.getValue()));
    }
    vectors.register(ofVectors, true);
    memory.register(ofMemory, true);
    answering.register(ofAnswering, true);
    positions.register(ofPositions, true);
  }
}
