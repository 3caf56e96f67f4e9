package io.contrastream.topic.checkpoint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a record in the checkpoint topic: {@code <model>/<checkpoint id>} for a checkpoint,
 * {@code <model>/active/<generation>} for an announcement.
 *
 * @param checkpointId null for an announcement
 * @param generation from 1; 0 for a checkpoint
 */
record CheckpointKey(String model, String checkpointId, long generation) {
  private static final Pattern FORM =
      Pattern.compile("(?<model>[^/]+)/(?:active/(?<generation>[1-9]\\d{0,17})|(?<id>[0-9a-f]+))");

  static CheckpointKey ofCheckpoint(String model, String id) {
    return new CheckpointKey(model, id, 0);
  }

  static CheckpointKey ofActivation(String model, long generation) {
    return new CheckpointKey(model, null, generation);
  }

  /** Parses a key; empty if it has neither form. */
  static Optional<CheckpointKey> parse(String text) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String generation = form.group("generation");
    return Optional.of(
        new CheckpointKey(
            form.group("model"),
            form.group("id"),
            generation == null ? 0 : Long.parseLong(generation)));
  }

  boolean isActivation() {
    return checkpointId == null;
  }

  @Override
  public String toString() {
    return model + "/" + (isActivation() ? "active/" + generation : checkpointId);
  }
}
