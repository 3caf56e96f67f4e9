package io.contrastream.index;

import io.contrastream.neighbours.Entry;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.sink.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which rows are indexed. Two spaces are: the one that answers, and the one that inputs are
 * embedded in now or, if that is not known, the last one that began. The first one answers.
 */
final class Admission {
  private static final int MAX_SPACES = 2;

  private final Optional<String> current;
  private final Set<String> known;
  private final Set<String> incomplete;
  private String answering;
  private final List<Change> changes = new ArrayList<>();
  private int leftOut;

  private Admission(Spaces spaces, Optional<String> current) {
    this.current = current;
    this.known = new LinkedHashSet<>(spaces.ids());
    this.incomplete = new HashSet<>(spaces.incomplete());
    this.answering = spaces.answering().map(NeighbourIndex::space).orElse(null);
  }

  /**
   * @param current the space that inputs are embedded in now, if it is known
   */
  static Admission of(List<Row> rows, Spaces spaces, Optional<String> current) {
    Admission admission = new Admission(spaces, current);
    rows.forEach(admission::add);
    return admission;
  }

  /** What the rows change. */
  List<Change> changes() {
    return changes;
  }

  /** The number of rows that change nothing. */
  int leftOut() {
    return leftOut;
  }

  private void add(Row row) {
    if (row.isTombstone()) {
      changes.add(new Change.Delete(row.key()));
      return;
    }
    String space = row.embedding().getSpaceId();
    if (admits(space)) {
      changes.add(new Change.Put(space, Entry.of(row.key(), row.embedding())));
      return;
    }
    leftOut++;
    if (incomplete.add(space)) {
      changes.add(new Change.Drop(space));
    }
  }

  private boolean admits(String space) {
    if (known.contains(space)) {
      return true;
    }
    if (known.size() >= MAX_SPACES && !makeRoomFor(space)) {
      return false;
    }
    known.add(space);
    if (answering == null) {
      answering = space;
      changes.add(new Change.Serve(space));
    }
    return true;
  }

  /** A late embedding of a former space must not cost a space that is of use. */
  private boolean makeRoomFor(String space) {
    boolean isCurrent = current.isPresent() && current.get().equals(space);
    String other = known.stream().filter(each -> !each.equals(answering)).findFirst().orElseThrow();
    boolean otherIsCurrent = current.isPresent() && current.get().equals(other);
    if (!isCurrent && (otherIsCurrent || incomplete.contains(space))) {
      return false;
    }
    known.remove(other);
    incomplete.add(other);
    changes.add(new Change.Drop(other));
    return true;
  }
}
