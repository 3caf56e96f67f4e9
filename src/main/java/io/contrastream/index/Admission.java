package io.contrastream.index;

import io.contrastream.neighbours.Entry;
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
  private final Set<String> dropped;
  private String answering;
  private final List<Change> changes = new ArrayList<>();

  private Admission(Spaces spaces, Optional<String> current) {
    this.current = current;
    this.known = new LinkedHashSet<>(spaces.ids());
    this.dropped = new HashSet<>(spaces.dropped());
    this.answering = spaces.answering().map(index -> index.space()).orElse(null);
  }

  /**
   * @param current the space that inputs are embedded in now, if it is known
   * @return what the rows change
   */
  static List<Change> of(List<Row> rows, Spaces spaces, Optional<String> current) {
    Admission admission = new Admission(spaces, current);
    rows.forEach(admission::add);
    return admission.changes;
  }

  private void add(Row row) {
    if (row.isTombstone()) {
      changes.add(new Change.Delete(row.key()));
    } else if (admits(row.embedding().getSpaceId())) {
      changes.add(
          new Change.Put(row.embedding().getSpaceId(), Entry.of(row.key(), row.embedding())));
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
      changes.add(new Change.Answer(space));
    }
    return true;
  }

  /** A late embedding of a former space must not cost a space that is of use. */
  private boolean makeRoomFor(String space) {
    boolean isCurrent = current.isPresent() && current.get().equals(space);
    String other = known.stream().filter(each -> !each.equals(answering)).findFirst().orElseThrow();
    boolean otherIsCurrent = current.isPresent() && current.get().equals(other);
    if (!isCurrent && (otherIsCurrent || dropped.contains(space))) {
      return false;
    }
    known.remove(other);
    dropped.add(other);
    dropped.remove(space);
    changes.add(new Change.Drop(other));
    return true;
  }
}
