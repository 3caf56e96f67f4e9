package io.contrastream.topic.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Remembers for some seconds which ids no record can be read with, so that a flood of bad records
 * costs few requests. Any thread may call.
 */
final class RefusedIds {
  /** Short, because a schema may be registered later. */
  private static final long REMEMBERED_NS = TimeUnit.SECONDS.toNanos(5);

  private static final int MAX_IDS = 1_000;

  private record Refused(String reason, long atNs) {}

  private final LongSupplier nanoTime;
  private final Map<Integer, Refused> byId = new ConcurrentHashMap<>();

  RefusedIds(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * @throws BadRecordException if no registry gives such an id, or the id was refused just now
   */
  void check(int id) {
    if (id < 1) {
      throw new BadRecordException(
          "Schema id " + id + " can't come from a registry, whose ids begin at 1");
    }
    Refused latest = byId.get(id);
    if (latest != null && nanoTime.getAsLong() - latest.atNs < REMEMBERED_NS) {
      throw new BadRecordException(latest.reason);
    }
  }

  void add(int id, String reason) {
    if (byId.size() >= MAX_IDS) {
      byId.clear();
    }
    byId.put(id, new Refused(reason, nanoTime.getAsLong()));
  }
}
