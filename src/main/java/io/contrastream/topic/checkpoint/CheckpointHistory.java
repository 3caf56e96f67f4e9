package io.contrastream.topic.checkpoint;

import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the records of one model add up to. Active is the announcement of the highest generation,
 * and of several with that generation the last: old, doubled and reordered ones change nothing, and
 * compaction, which keeps the last record of each key, changes nothing either. One thread uses it.
 */
public final class CheckpointHistory {

  /** Of late announcements no more are kept, for those who never ask for them. */
  private static final int LATE_ONES = 100;

  private final String model;
  private final Map<String, PublishedCheckpoint> checkpoints = new HashMap<>();
  private final NavigableMap<Long, ActiveCheckpoint> activations = new TreeMap<>();
  private final List<ActiveCheckpoint> late = new ArrayList<>();

  CheckpointHistory(String model) {
    this.model = model;
  }

  /**
   * Takes the next record in.
   *
   * @param key its key, with the model of this history
   * @param record null where the topic forgets the key
   * @return whether it has the form that its key asks for; it is ignored where not
   */
  boolean add(CheckpointKey key, ModelCheckpoint record, long offset) {
    if (record == null) {
      checkpoints.remove(key.checkpointId());
      activations.remove(key.generation());
      return true;
    }
    if (key.isActivation()) {
      boolean fits =
          record.getActivation() != null
              && record.getActivation().getGeneration() == key.generation();
      if (fits) {
        addActivation(ActiveCheckpoint.of(record));
      }
      return fits;
    }
    if (record.getWeights() != null) {
      checkpoints.put(
          key.checkpointId(), PublishedCheckpoint.of(key.checkpointId(), record, offset));
    }
    return record.getWeights() != null;
  }

  private void addActivation(ActiveCheckpoint announced) {
    if (announced.generation() < generation() && late.size() < LATE_ONES) {
      late.add(announced);
    }
    activations.put(announced.generation(), announced);
  }

  /** Announcements that came after one of a higher generation, since this was asked last. */
  public List<ActiveCheckpoint> takeLate() {
    List<ActiveCheckpoint> taken = List.copyOf(late);
    late.clear();
    return taken;
  }

  public String model() {
    return model;
  }

  /** The announcement that holds now; empty before the first. */
  public Optional<ActiveCheckpoint> active() {
    return activations().stream().findFirst();
  }

  /** All announcements, newest first. */
  public List<ActiveCheckpoint> activations() {
    return List.copyOf(activations.descendingMap().values());
  }

  /**
   * The checkpoint to go back to: the one that was active before the present one first was. Where
   * the present one came by a rollback, that is the one before it, not the one rolled back.
   */
  public Optional<String> former() {
    Deque<String> taken = new ArrayDeque<>();
    for (ActiveCheckpoint each : activations.values()) {
      if (each.cause() == ActivationCause.ROLLBACK && taken.contains(each.id())) {
        while (!taken.peek().equals(each.id())) {
          taken.pop();
        }
      } else if (!each.id().equals(taken.peek())) {
        taken.push(each.id());
      }
    }
    return taken.stream().skip(1).findFirst();
  }

  /** Generation of the active one; 0 before the first. */
  public long generation() {
    return activations.isEmpty() ? 0 : activations.lastKey();
  }

  /** All checkpoints whose weights are in the topic, in the order in which they came. */
  public List<PublishedCheckpoint> checkpoints() {
    return checkpoints.values().stream()
        .sorted(Comparator.comparingLong(PublishedCheckpoint::offset))
        .toList();
  }

  public Optional<PublishedCheckpoint> checkpoint(String id) {
    return Optional.ofNullable(checkpoints.get(id));
  }
}
