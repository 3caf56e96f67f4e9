package io.contrastream.topic.checkpoint;

import io.contrastream.schema.Activation;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state that follows from the records of one model. The announcement with the highest
 * generation is the active one; among several with that generation, the last. Old, duplicate and
 * reordered announcements therefore change nothing, nor does compaction, which keeps the last
 * record of each key. Not thread-safe.
 */
public final class CheckpointHistory {

  /** Upper bound on unclaimed late announcements. */
  private static final int MAX_LATE = 100;

  private final String model;
  private final Map<String, PublishedCheckpoint> checkpoints = new HashMap<>();
  private final NavigableMap<Long, ActiveCheckpoint> activations = new TreeMap<>();
  private final Set<String> completeSpaces = new HashSet<>();
  private final List<ActiveCheckpoint> late = new ArrayList<>();
  private ShadowCheckpoint shadow;

  CheckpointHistory(String model) {
    this.model = model;
  }

  /**
   * Adds the next record, with a null value for a tombstone.
   *
   * @return whether the value matches the key; if not, it is ignored
   */
  boolean add(CheckpointKey key, ModelCheckpoint record, long offset) {
    if (record == null) {
      checkpoints.remove(key.checkpointId());
      activations.remove(key.generation());
      completeSpaces.remove(key.spaceId());
      shadow = key.isShadow() ? null : shadow;
      return true;
    }
    if (key.isShadow()) {
      shadow = record.getShadow() == null ? shadow : ShadowCheckpoint.of(record);
      return record.getShadow() != null;
    }
    if (key.isSpace()) {
      if (record.getReembedding() != null) {
        completeSpaces.add(key.spaceId());
      }
      return record.getReembedding() != null;
    }
    if (key.isActivation()) {
      Activation activation = record.getActivation();
      if (activation == null || activation.getGeneration() != key.generation()) {
        return false;
      }
      addActivation(ActiveCheckpoint.of(record));
      return true;
    }
    if (record.getWeights() == null) {
      return false;
    }
    String id = key.checkpointId();
    checkpoints.put(id, PublishedCheckpoint.of(id, record, offset));
    return true;
  }

  private void addActivation(ActiveCheckpoint announced) {
    if (announced.generation() < generation() && late.size() < MAX_LATE) {
      late.add(announced);
    }
    activations.put(announced.generation(), announced);
    if (announced.generation() == generation()) {
      String space = spaceOf(announced);
      completeSpaces.removeIf(
          each -> !each.equals(space)); // inputs go to the active one from now on
    }
  }

  /** Returns the announcements since the last call that came after one of a higher generation. */
  public List<ActiveCheckpoint> takeLate() {
    List<ActiveCheckpoint> taken = List.copyOf(late);
    late.clear();
    return taken;
  }

  public String model() {
    return model;
  }

  /** Returns the current announcement; empty before the first. */
  public Optional<ActiveCheckpoint> active() {
    return activations().stream().findFirst();
  }

  /** Whether trainers must not activate candidates, because a person has rolled back. */
  public boolean promotionHeld() {
    return active().filter(ActiveCheckpoint::holdsPromotion).isPresent();
  }

  /** Returns all announcements, newest first. */
  public List<ActiveCheckpoint> activations() {
    return List.copyOf(activations.descendingMap().values());
  }

  /**
   * Returns the checkpoint that a rollback would activate: the one that was active before the
   * current one first was. After a rollback, that is its predecessor and not the one rolled back.
   *
   * @param modalities those without an encoder of each are passed over, as processors refuse them
   */
  public Optional<String> rollbackTarget(Set<Modality> modalities) {
    return taken().stream().skip(1).filter(id -> isUsable(id, modalities)).findFirst();
  }

  /** Nothing is known about one that the topic no longer holds. */
  private boolean isUsable(String id, Set<Modality> modalities) {
    return checkpoint(id).stream().allMatch(each -> each.hasEncodersOf(modalities));
  }

  /**
   * Returns the checkpoints activated since a person last chose one, that one included, whose
   * weights are in the topic; not those rolled back.
   */
  public List<PublishedCheckpoint> proven() {
    long chosen =
        activations.descendingMap().values().stream()
            .filter(each -> each.cause() == ActivationCause.MANUAL)
            .mapToLong(ActiveCheckpoint::generation)
            .findFirst()
            .orElse(0);
    Deque<String> taken = taken();
    return activations.tailMap(chosen).values().stream()
        .map(ActiveCheckpoint::id)
        .filter(taken::contains)
        .distinct()
        .flatMap(id -> checkpoint(id).stream())
        .toList();
  }

  /** The ids activated and not rolled back, newest first; the oldest may not be announced. */
  private Deque<String> taken() {
    Deque<String> taken = new ArrayDeque<>();
    Optional.ofNullable(activations.firstEntry())
        .map(first -> first.getValue().previousId())
        .ifPresent(taken::push);
    for (ActiveCheckpoint each : activations.values()) {
      if (each.cause() == ActivationCause.ROLLBACK && taken.contains(each.id())) {
        while (!taken.peek().equals(each.id())) {
          taken.pop();
        }
      } else if (!each.id().equals(taken.peek())) {
        taken.push(each.id());
      }
    }
    return taken;
  }

  /** Returns the generation of the current announcement; 0 before the first. */
  public long generation() {
    return activations.isEmpty() ? 0 : activations.lastKey();
  }

  /** Returns the checkpoints whose weights are in the topic, oldest first. */
  public List<PublishedCheckpoint> checkpoints() {
    return checkpoints.values().stream()
        .sorted(Comparator.comparingLong(PublishedCheckpoint::offset))
        .toList();
  }

  /**
   * Returns the spaces in which all inputs have been embedded again since the last checkpoint of
   * another space was active.
   */
  public Set<String> completeSpaces() {
    return Set.copyOf(completeSpaces);
  }

  /**
   * Returns the candidate in the shadow, also if its time is over or a processor has refused it:
   * one that was refused after its trainer had deleted it is none.
   */
  public Optional<ShadowCheckpoint> shadow() {
    return Optional.ofNullable(shadow)
        .filter(it -> it.refusal().isEmpty() || checkpoints.containsKey(it.id()));
  }

  /** Returns the space of the active checkpoint; empty if none is announced. */
  public Optional<String> activeSpace() {
    return active().map(this::spaceOf);
  }

  /** If neither the announcement nor the weights, which may be deleted, tell it, it is its own. */
  private String spaceOf(ActiveCheckpoint it) {
    return Optional.ofNullable(it.spaceId())
        .or(() -> checkpoint(it.id()).map(PublishedCheckpoint::spaceId))
        .orElse(it.id());
  }

  public Optional<PublishedCheckpoint> checkpoint(String id) {
    return Optional.ofNullable(checkpoints.get(id));
  }
}
