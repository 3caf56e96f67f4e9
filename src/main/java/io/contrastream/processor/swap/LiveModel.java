package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.topic.Topics;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The slot of a processor's model, and that of the candidate in the shadow, with whatever changes
 * their content: nothing, or a follower of the checkpoint topic and, if the settings enable
 * rollback, a guard. Thread-safe.
 */
public final class LiveModel implements AutoCloseable {
  private final ModelSlot slot;
  private final ShadowSlot shadow;
  private final Optional<CheckpointFollower> follower;
  private final Optional<CheckpointGuard> guard;

  private LiveModel(
      ModelSlot slot,
      ShadowSlot shadow,
      Optional<CheckpointFollower> follower,
      Optional<CheckpointGuard> guard) {
    this.slot = slot;
    this.shadow = shadow;
    this.follower = follower;
    this.guard = guard;
  }

  /** Leaves the slot to the caller, and has nothing in the shadow. */
  public static LiveModel of(ModelSlot slot) {
    return new LiveModel(slot, new ShadowSlot(), Optional.empty(), Optional.empty());
  }

  /**
   * Loads the active checkpoint; {@link #start} starts to swap to each one that is announced. If
   * there is none and the settings enable rollback, publishes the file that it starts with.
   *
   * @param defaultModel loads the model to start with if the topic has no usable checkpoint
   * @throws RuntimeException with a message for users if there is no model to start with
   */
  public static LiveModel open(Settings settings, Topics topics, Supplier<Model> defaultModel) {
    CheckpointLoader loader = new CheckpointLoader(settings);
    CheckpointFollower follower =
        new CheckpointFollower(settings, topics, loader::load, loader::check, defaultModel);
    try {
      boolean rollsBack = settings.rollback().enabled();
      if (rollsBack && follower.status().generation() == 0) {
        FirstCheckpoint.publish(settings, topics, follower.slot());
      }
      Optional<CheckpointGuard> guard =
          rollsBack
              ? Optional.of(new CheckpointGuard(settings, topics, follower::status))
              : Optional.empty();
      return new LiveModel(follower.slot(), follower.shadow(), Optional.of(follower), guard);
    } catch (RuntimeException e) {
      Closeables.closeAll(follower, follower.slot());
      throw e;
    }
  }

  /** Starts the threads of the follower and the guard, if there are any. */
  public void start() {
    follower.ifPresent(CheckpointFollower::start);
    guard.ifPresent(CheckpointGuard::start);
  }

  public ModelSlot slot() {
    return slot;
  }

  public ShadowSlot shadow() {
    return shadow;
  }

  public CheckpointStatus status() {
    return follower
        .map(CheckpointFollower::status)
        .orElseGet(() -> CheckpointStatus.of(slot.checkpointId()));
  }

  /** Returns why checkpoints are no longer followed or guarded; empty while they are. */
  public Optional<String> problem() {
    return follower
        .flatMap(CheckpointFollower::problem)
        .or(() -> guard.flatMap(CheckpointGuard::problem));
  }

  /** Stops swapping. The model stays in use until {@link #close}. */
  public void stopSwapping() {
    Closeables.closeAll(guard.orElse(null), follower.orElse(null));
  }

  @Override
  public void close() {
    stopSwapping();
    shadow.close();
    slot.close();
  }
}
