package io.contrastream.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the newest entries, and forgets the oldest where there are too many. One thread at a time.
 */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  BoundedMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
