package io.contrastream.topic.checkpoint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a record in the checkpoint topic: {@code <model>/<checkpoint id>} for a checkpoint,
 * {@code <model>/active/<generation>} for an announcement, {@code <model>/space/<space id>} for the
 * completion of a space, {@code <model>/shadow} for the candidate in the shadow.
 *
 * @param checkpointId null if it is no checkpoint
 * @param generation from 1; 0 if it is no announcement
 * @param spaceId null if it is no completion
 */
record CheckpointKey(String model, String checkpointId, long generation, String spaceId) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<model>[^/]+)/(?:active/(?<generation>[1-9]\\d{0,17})|space/(?<space>[0-9a-f]{12})"
              + "|shadow|(?<id>[0-9a-f]+))");

  static CheckpointKey ofCheckpoint(String model, String id) {
    return new CheckpointKey(model, id, 0, null);
  }

  static CheckpointKey ofActivation(String model, long generation) {
    return new CheckpointKey(model, null, generation, null);
  }

  static CheckpointKey ofSpace(String model, String spaceId) {
    return new CheckpointKey(model, null, 0, spaceId);
  }

  static CheckpointKey ofShadow(String model) {
    return new CheckpointKey(model, null, 0, null);
  }

  /** Parses a key; empty if it has none of these forms. */
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
            generation == null ? 0 : Long.parseLong(generation),
            form.group("space")));
  }

  boolean isActivation() {
    return generation > 0;
  }

  boolean isSpace() {
    return spaceId != null;
  }

  boolean isShadow() {
    return checkpointId == null && !isActivation() && !isSpace();
  }

  @Override
  public String toString() {
    if (isSpace()) {
      return model + "/space/" + spaceId;
    }
    if (isShadow()) {
      return model + "/shadow";
    }
    return model + "/" + (isActivation() ? "active/" + generation : checkpointId);
  }
}
