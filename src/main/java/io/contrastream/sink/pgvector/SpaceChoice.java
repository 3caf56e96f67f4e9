package io.contrastream.sink.pgvector;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which space the view shows. */
public interface SpaceChoice extends AutoCloseable {

  /** Counts the rows of a space's table, which may take seconds. */
  @FunctionalInterface
  interface RowCount {
    long of(Space space) throws SQLException;
  }

  /**
   * @param spaces all that have a table, in the order in which the sink met them
   * @return the space to show; empty if it is none of them
   */
  Optional<Space> choose(List<Space> spaces, RowCount rows) throws SQLException;

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
    return (spaces, rows) -> {
      Optional<Space> shown = spaces.stream().filter(Space::active).findFirst();
      if (shown.isEmpty()) {
        return spaces.stream().findFirst();
      }
      List<Space> others =
          spaces.stream()
              .filter(each -> !each.active())
              .filter(
                  each -> now.map(each.id()::equals).orElse(each.number() > shown.get().number()))
              .sorted(Comparator.comparingInt(Space::number).reversed())
              .toList();
      for (Space each : others) {
        if (complete.contains(each.id()) || rows.of(each) >= rows.of(shown.get())) {
          return Optional.of(each);
        }
      }
      return shown;
    };
  }

  /** Returns the choice of one space, whatever it holds, as soon as it has a table. */
  static SpaceChoice fixed(String id) {
    return new SpaceChoice() {
      @Override
      public Optional<Space> choose(List<Space> spaces, RowCount rows) {
        return spaces.stream().filter(each -> each.id().equals(id)).findFirst();
      }

      @Override
      public boolean isUrgent() {
        return true;
      }
    };
  }
}
