package io.contrastream.sink;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Decides which space a store shows. One thread calls. */
public interface SpaceChoice extends AutoCloseable {

  /**
   * @param spaces those that the store has, in the order in which it met them
   * @param shown the one that it shows; empty if none
   * @param rows counts the rows of a space, which may take seconds
   * @return the space to show; empty if it is none of them
   */
  Optional<String> choose(List<String> spaces, Optional<String> shown, ToLongFunction<String> rows);

  /** The space that inputs are embedded in now; empty if it is unknown. */
  default Optional<String> current() {
    return Optional.empty();
  }

  /**
   * Reads again which space is the current one. An activation comes before the embeddings of its
   * space: called when one of a new space has been read, this makes that space known.
   */
  default void refresh() {}

  /** Whether Kafka answered when it was last asked, if it was. */
  default boolean isInContact() {
    return true;
  }

  /** Whether it is shown even before it has its index and what is in the topic. */
  default boolean isUrgent() {
    return false;
  }

  @Override
  default void close() {}

  /**
   * Returns the choice of the space in which inputs are embedded now, once it is complete or holds
   * as many rows as the one shown.
   *
   * @param now id of the space of the active checkpoint; if it is unknown, all spaces that the sink
   *     met after the one shown come into question, the last one first
   * @param complete ids of spaces in which everything was embedded again
   */
  static SpaceChoice thatIsFull(Optional<String> now, Set<String> complete) {
    return (spaces, shown, rows) -> {
      if (shown.isEmpty()) {
        return spaces.stream().findFirst();
      }
      int first = now.isPresent() ? 0 : spaces.indexOf(shown.get()) + 1;
      for (int i = spaces.size() - 1; i >= first; i--) {
        String each = spaces.get(i);
        boolean isCandidate = !each.equals(shown.get()) && now.map(each::equals).orElse(true);
        if (isCandidate
            && (complete.contains(each)
                || rows.applyAsLong(each) >= rows.applyAsLong(shown.get()))) {
          return Optional.of(each);
        }
      }
      return shown;
    };
  }

  /** Returns the choice of one space, whatever it holds, as soon as the store has it. */
  static SpaceChoice fixed(String id) {
    return new SpaceChoice() {
      @Override
      public Optional<String> choose(
          List<String> spaces, Optional<String> shown, ToLongFunction<String> rows) {
        return spaces.stream().filter(id::equals).findFirst();
      }

      @Override
      public boolean isUrgent() {
        return true;
      }
    };
  }
}
