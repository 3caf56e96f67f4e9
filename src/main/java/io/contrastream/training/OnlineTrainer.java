package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.TrainingSettings;
import io.contrastream.image.DigitPair;
import io.contrastream.lifecycle.ProcessFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains on pairs as they arrive. The result depends only on the settings, the initial weights and
 * the sequence of pairs, not on a clock or any other randomness. So a trainer that was saved and
 * restored reaches the same weights, to the last bit, as one that never stopped, on one libtorch
 * thread and the same kind of CPU.
 *
 * <p>Owns native memory until {@link #close}. Not thread-safe, and no other thread may draw random
 * numbers from libtorch meanwhile.
 */
public final class OnlineTrainer implements AutoCloseable {
  /** Skipped steps in a row after which the last good weights are restored. */
  private static final int MAX_BAD_STEPS = 3;

  /** Restores without a good step in between after which training is given up. */
  private static final int MAX_FUTILE_RESTORES = 5;

  private static final String COUNTS = "counts";
  private static final String LEARNER = "learner";
  private static final String REPLAY = "replay";
  private static final String HOLD_OUT = "hold-out";

  /** The complete state after a step from which training can be resumed. */
  private record ResumePoint(
      TrainingCounts counts, Learner.State learner, ReplayBuffer heldOut, ReplayBuffer replay) {

    Map<String, byte[]> save() {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(COUNTS, StateParts.write(counts::save));
      parts.putAll(StateParts.under(LEARNER, learner.save()));
      parts.putAll(StateParts.under(HOLD_OUT, heldOut.save()));
      parts.putAll(StateParts.under(REPLAY, replay.save()));
      return parts;
    }
  }

  private final TrainingSettings settings;
  private final BatchMix mix;
  private final LearningRate learningRate;
  private final Learner learner;
  private final ReplayBuffer replay;
  private final HoldOut holdOut;
  private final ReplayBuffer heldOut;
  private final List<DigitPair> arrived = new ArrayList<>();
  private TrainingCounts counts;
  private ResumePoint last;
  private boolean resumable;
  private int badSteps;
  private int futileRestores;

  /** Starts from given weights. */
  public OnlineTrainer(TrainingSettings settings, Checkpoint weights) {
    this(settings, lossOf(settings.steps()), Learner.State.of(weights), Map.of());
  }

  /**
   * Resumes from a saved state.
   *
   * @param state the result of {@link #state}
   * @throws TrainerStateException if the state can't be read
   */
  public OnlineTrainer(TrainingSettings settings, Map<String, byte[]> state) {
    this(
        settings,
        lossOf(settings.steps()),
        Learner.State.restore(StateParts.of(LEARNER, state)),
        state);
  }

  OnlineTrainer(
      TrainingSettings settings, PairLoss loss, Learner.State start, Map<String, byte[]> state) {
    this.settings = settings;
    TrainingSettings.Steps steps = settings.steps();
    mix = new BatchMix(steps.batchSize(), steps.fresh());
    LearningRate falling =
        LearningRate.stepped(steps.learningRate(), steps.decay(), 1, steps.decaySteps());
    learningRate = step -> Math.max(steps.leastLearningRate(), falling.at(step));
    TrainingSettings.Memory memory = settings.memory();
    replay = new ReplayBuffer(memory.replay(), settings.seed(), StateParts.of(REPLAY, state));
    holdOut = new HoldOut(memory.holdOut());
    heldOut =
        new ReplayBuffer(memory.holdOutPairs(), ~settings.seed(), StateParts.of(HOLD_OUT, state));
    // a state that another rule chose: of a release that held out by pair id, or of another share
    replay.retain(holdOut::trains);
    heldOut.retain(holdOut::measures);
    counts = StateParts.read(state, COUNTS, TrainingCounts::restore, TrainingCounts.NONE);
    learner = new Learner(start, loss, steps.average(), settings.seed());
    remember(start);
  }

  private static PairLoss lossOf(TrainingSettings.Steps steps) {
    return Loss.ofSetting(steps.loss()).create(steps.temperature());
  }

  /**
   * Takes the next pair, and takes a step if enough pairs have arrived. A pair of a held-out and
   * another image is neither trained on nor measured.
   *
   * @return the step, if one was taken
   * @throws ProcessFailedException if restoring the last good weights does not help
   */
  public Optional<OnlineStep> offer(DigitPair pair) {
    resumable = false;
    boolean isHeldOut = holdOut.measures(pair);
    counts = counts.plusPair(isHeldOut);
    if (isHeldOut) {
      heldOut.add(pair);
    }
    if (!holdOut.trains(pair)) {
      return Optional.empty();
    }
    arrived.add(pair);
    replay.add(pair);
    return arrived.size() < settings.steps().pairsPerStep()
        ? Optional.empty()
        : Optional.of(step());
  }

  private OnlineStep step() {
    List<DigitPair> pairs = mix.of(arrived, replay);
    arrived.clear();
    double rate = learningRate.at(counts.steps());
    float loss = learner.step(PairBatch.of(pairs, PixelScaling.PLAIN), rate);
    boolean skipped = Float.isNaN(loss);
    badSteps = skipped ? badSteps + 1 : 0;
    boolean restored = badSteps == MAX_BAD_STEPS;
    counts = counts.plusStep(skipped, restored);
    if (restored) {
      restore();
    } else if (badSteps == 0 && counts.steps() % settings.pace().commitSteps() == 0) {
      learner.state().ifPresent(this::remember);
    }
    return new OnlineStep(counts.steps(), pairs.size(), loss, rate, restored, resumable);
  }

  private void restore() {
    futileRestores++;
    if (futileRestores > MAX_FUTILE_RESTORES) {
      throw new ProcessFailedException(
          "Training can't get past step %d: the loss or a gradient was not finite, even after the"
                  .formatted(counts.steps())
              + " last good weights were restored %d times. Lower training.learning.rate and start"
                  .formatted(MAX_FUTILE_RESTORES)
              + " again",
          null);
    }
    badSteps = 0;
    learner.restore(last.learner);
  }

  private void remember(Learner.State state) {
    last = new ResumePoint(counts, state, heldOut.copy(), replay.copy());
    futileRestores = 0;
    resumable = true;
  }

  /**
   * Returns everything needed to resume exactly from the last {@link OnlineStep#resumable
   * resumable} step, or from the start if there is none yet. Some of the named parts change rarely.
   */
  public Map<String, byte[]> state() {
    return last.save();
  }

  /** Whether {@link #state} includes the last pair, as at the start and after a resumable step. */
  public boolean resumable() {
    return resumable;
  }

  /** Returns the digest of the weights in {@link #state}, as trained and not averaged. */
  public String weightDigest() {
    return WeightDigest.of(last.learner.weights().tensors());
  }

  /** Returns the current weights to embed with. */
  public Checkpoint candidate(Map<String, String> metadata) {
    return learner.candidate(metadata);
  }

  /** Returns the held-out pairs, always in the same order. */
  public List<DigitPair> holdOut() {
    return heldOut.pairs();
  }

  public TrainingCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    learner.close();
  }
}
