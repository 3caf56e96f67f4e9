package io.contrastream.sink.pgvector;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which space the view shows. */
@FunctionalInterface
public interface SpaceChoice {

  /** Counts the rows of a space's table, which may take seconds. */
  @FunctionalInterface
  interface RowCount {
    long of(Space space) throws SQLException;
  }

  /**
   * @param spaces all that have a table
   * @return the space to show; empty if it is none of them
   */
  Optional<Space> choose(List<Space> spaces, RowCount rows) throws SQLException;

  /** Returns the choice of the newest indexed space with as many rows as the active one. */
  static SpaceChoice newestThatIsFull() {
    return (spaces, rows) -> {
      Optional<Space> active = spaces.stream().filter(Space::active).findFirst();
      if (active.isEmpty()) {
        return spaces.stream().min(Comparator.comparingInt(Space::number));
      }
      List<Space> newer =
          spaces.stream()
              .filter(each -> each.number() > active.get().number())
              .sorted(Comparator.comparingInt(Space::number).reversed())
              .toList();
      long needed = newer.isEmpty() ? 0 : rows.of(active.get());
      for (Space each : newer) {
        if (each.indexed() && rows.of(each) >= needed) {
          return Optional.of(each);
        }
      }
      return active;
    };
  }

  /** Returns the choice of one space, whatever it holds, once it has a table. */
  static SpaceChoice fixed(String id) {
    return (spaces, rows) -> spaces.stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
