package io.contrastream.index;

import io.contrastream.neighbours.Entry;
import io.contrastream.neighbours.NeighbourIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The indexes of the spaces, and which of them answers. One thread changes them, any may search.
 */
public final class Spaces {
  private static final int MAX_INCOMPLETE = 1000;

  private final IntUnaryOperator capacity;

  /** In the order in which they began; replaced as a whole. */
  private volatile Map<String, NeighbourIndex> indexes = Map.of();

  private volatile String answering;

  /** The spaces that have an index and have answered; replaced as a whole. */
  private volatile Set<String> served = Set.of();

  /** Of which embeddings were left out, oldest first; replaced as a whole. */
  private volatile Set<String> incomplete = Set.of();

  /**
   * @param capacity maximum number of embeddings of each space
   */
  public Spaces(int capacity) {
    this(dimension -> capacity);
  }

  /**
   * @param capacity maximum number of embeddings of a space by the dimension of its vectors
   */
  Spaces(IntUnaryOperator capacity) {
    this.capacity = capacity;
  }

  int capacity(int dimension) {
    return capacity.applyAsInt(dimension);
  }

  void apply(List<Change> changes) {
    List<Entry> entries = new ArrayList<>();
    String space = null;
    for (Change change : changes) {
      boolean continues = change instanceof Change.Put put && put.space().equals(space);
      if (!continues && !entries.isEmpty()) {
        put(space, entries);
        entries.clear();
      }
      if (change instanceof Change.Put put) {
        space = put.space();
        entries.add(put.entry());
      } else {
        apply(change);
      }
    }
    if (!entries.isEmpty()) {
      put(space, entries);
    }
  }

  private void apply(Change change) {
    if (change instanceof Change.Delete delete) {
      indexes.values().forEach(index -> index.delete(delete.key()));
    } else if (change instanceof Change.Serve serve) {
      answering = serve.space();
      served = with(serve.space(), served);
    } else if (change instanceof Change.Drop drop) {
      incomplete = with(drop.space(), incomplete);
      served = without(drop.space(), served);
      replace(drop.space(), null);
    }
  }

  private static Set<String> with(String space, Set<String> spaces) {
    Set<String> changed = new LinkedHashSet<>(spaces);
    changed.add(space);
    while (changed.size() > MAX_INCOMPLETE) {
      changed.remove(changed.iterator().next());
    }
    return Collections.unmodifiableSet(changed);
  }

  private static Set<String> without(String space, Set<String> spaces) {
    Set<String> changed = new LinkedHashSet<>(spaces);
    changed.remove(space);
    return Collections.unmodifiableSet(changed);
  }

  /**
   * The first vector determines the dimension, unless the second one has another; later ones that
   * differ are left out.
   */
  private void put(String space, List<Entry> entries) {
    int from = 0;
    while (from < entries.size()) {
      int length = entries.get(from).vector().length;
      int to = from + 1;
      while (to < entries.size() && entries.get(to).vector().length == length) {
        to++;
      }
      NeighbourIndex index = indexes.get(space);
      if (index == null || index.dimension() != length && index.size() <= 1) {
        index = new NeighbourIndex(space, length, capacity(length));
        replace(space, index);
      }
      if (index.dimension() == length) {
        index.put(entries.subList(from, to));
      }
      from = to;
    }
  }

  private void replace(String space, NeighbourIndex index) {
    Map<String, NeighbourIndex> changed = new LinkedHashMap<>(indexes);
    if (index == null) {
      changed.remove(space);
    } else {
      changed.put(space, index);
    }
    indexes = changed;
  }

  /** Sets what a file says; called before anybody searches. */
  void restore(
      List<NeighbourIndex> all, String nowAnswering, Set<String> nowServed, Set<String> left) {
    Map<String, NeighbourIndex> restored = new LinkedHashMap<>();
    all.forEach(index -> restored.put(index.space(), index));
    served = Collections.unmodifiableSet(nowServed);
    incomplete = Collections.unmodifiableSet(left);
    answering = nowAnswering;
    indexes = restored;
  }

  /** The spaces that have an index, in the order in which they began. */
  List<String> ids() {
    return List.copyOf(indexes.keySet());
  }

  List<NeighbourIndex> all() {
    return List.copyOf(indexes.values());
  }

  /** The index that answers; empty before the first embedding. */
  Optional<NeighbourIndex> answering() {
    String space = answering;
    return space == null ? Optional.empty() : index(space);
  }

  /** The index of a space, even while it fills up. */
  public Optional<NeighbourIndex> index(String space) {
    return Optional.ofNullable(indexes.get(space));
  }

  /** The spaces that have an index and have answered, now or before. */
  Set<String> served() {
    return served;
  }

  /** The spaces that were given up for others, or of which embeddings came too late. */
  Set<String> incomplete() {
    return incomplete;
  }

  /**
   * Whether a search of the space misses nothing that was indexed: it answers, or did so before
   * another one took over, or there is nothing of it.
   */
  boolean isWhole(String space) {
    return index(space).isPresent() ? served.contains(space) : !incomplete.contains(space);
  }
}
