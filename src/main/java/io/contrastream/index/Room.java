package io.contrastream.index;

import io.contrastream.neighbours.NeighbourIndex;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many embeddings of a space there is room for: as many as are wanted, or fewer if two spaces
 * of so many would not fit into the heap. Without it, a process would run for days before it ends
 * for lack of memory.
 */
final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /** Of the heap, for one of two spaces; the rest is for what is read, and for searches. */
  private static final double SHARE = 0.4;

  private final int wanted;
  private final long heapBytes;
  private final Consumer<String> notes;
  private final Set<Integer> told = ConcurrentHashMap.newKeySet();

  /**
   * @param wanted number of embeddings of each space
   * @param heapBytes maximum size of the heap
   * @param notes gets a sentence if there is less room
   */
  Room(int wanted, long heapBytes, Consumer<String> notes) {
    this.wanted = wanted;
    this.heapBytes = heapBytes;
    this.notes = notes;
  }

  /** Returns the number of embeddings, at least 1. */
  int capacity(int dimension) {
    long each = NeighbourIndex.usualBytes(dimension);
    long fitting = (long) (heapBytes * SHARE) / each;
    if (fitting >= wanted) {
      return wanted;
    }
    if (told.add(dimension)) {
      String what =
          "There is room for %,d embeddings of %d numbers in each space, not for %,d: the oldest are given up. Set CONTRASTREAM_JAVA_OPTS=-Xmx%dg for all, or a lower index.vectors"
              .formatted(fitting, dimension, wanted, gigabytes(each));
      LOG.warn(what);
      notes.accept(what);
    }
    return (int) Math.max(1, fitting);
  }

  private long gigabytes(long each) {
    return (long) Math.ceil(wanted / SHARE * each / (1 << 30));
  }
}
