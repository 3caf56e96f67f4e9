package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.TrainingSettings;
import io.contrastream.image.DigitPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains on pairs as they come, one after the other. Everything that happens follows from the
 * settings, the first weights and the sequence of the pairs: no clock, no other randomness. So a
 * trainer that was saved and restored arrives at the same weights as one that never stopped, to the
 * last bit, on one libtorch thread and one kind of processor.
 *
 * <p>Owns native memory until {@link #close}. Threads: one, which must be the only one that draws
 * random numbers from libtorch meanwhile.
 */
public final class OnlineTrainer implements AutoCloseable {
  private static final int BAD_STEPS = 3;
  private static final int FUTILE_RESTORES = 5;
  private static final String COUNTS = "counts";
  private static final String LEARNER = "learner";
  private static final String REPLAY = "replay";
  private static final String HOLD_OUT = "hold-out";

  /** All that follows from the pairs up to a step from which training can be resumed. */
  private record ResumePoint(
      TrainingCounts counts, Learner.State learner, HoldOut holdOut, ReplayBuffer replay) {

    Map<String, byte[]> save() {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(COUNTS, StateParts.write(counts::save));
      parts.putAll(StateParts.under(LEARNER, learner.save()));
      parts.putAll(StateParts.under(HOLD_OUT, holdOut.save()));
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
  private final List<DigitPair> news = new ArrayList<>();
  private TrainingCounts counts;
  private ResumePoint last;
  private boolean resumable;
  private int badSteps;
  private int futileRestores;

  /** Begins from given weights. */
  public OnlineTrainer(TrainingSettings settings, Checkpoint weights) {
    this(settings, lossOf(settings.steps()), Learner.State.of(weights), Map.of());
  }

  /**
   * Goes on from where another was.
   *
   * @param state what {@link #state} gave
   * @throws TrainerStateException where it can't be read
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
    learningRate =
        LearningRate.stepped(steps.learningRate(), steps.decay(), 1, steps.decaySteps())
            .notBelow(steps.leastLearningRate());
    TrainingSettings.Memory memory = settings.memory();
    replay = new ReplayBuffer(memory.replay(), settings.seed(), StateParts.of(REPLAY, state));
    holdOut =
        new HoldOut(
            memory.holdOut(),
            memory.holdOutPairs(),
            ~settings.seed(),
            StateParts.of(HOLD_OUT, state));
    counts = StateParts.read(state, COUNTS, TrainingCounts::restore, TrainingCounts.NONE);
    learner = new Learner(start, loss, steps.average(), settings.seed());
    remember(start);
  }

  private static PairLoss lossOf(TrainingSettings.Steps steps) {
    return Loss.ofSetting(steps.loss()).create(steps.temperature());
  }

  /**
   * Takes in the next pair.
   *
   * @return the step that it completed, if it did
   * @throws DivergedException where going back to the last good weights does not help
   */
  public Optional<OnlineStep> offer(String pairId, DigitPair pair) {
    resumable = false;
    boolean heldOut = holdOut.takes(pairId);
    counts = counts.plusPair(heldOut);
    if (heldOut) {
      holdOut.add(pair);
      return Optional.empty();
    }
    news.add(pair);
    replay.add(pair);
    return news.size() < settings.steps().pairsPerStep() ? Optional.empty() : Optional.of(step());
  }

  private OnlineStep step() {
    List<DigitPair> pairs = mix.of(news, replay);
    news.clear();
    double rate = learningRate.at(counts.steps());
    float loss = learner.step(PairBatch.of(pairs, PixelScaling.PLAIN), rate);
    boolean skipped = Float.isNaN(loss);
    badSteps = skipped ? badSteps + 1 : 0;
    boolean restored = badSteps == BAD_STEPS;
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
    if (futileRestores > FUTILE_RESTORES) {
      throw new DivergedException(counts.steps(), FUTILE_RESTORES);
    }
    badSteps = 0;
    learner.restore(last.learner);
  }

  private void remember(Learner.State state) {
    last = new ResumePoint(counts, state, holdOut.copy(), replay.copy());
    futileRestores = 0;
    resumable = true;
  }

  /**
   * All that it takes to go on exactly from the last {@link OnlineStep#resumable resumable} step,
   * or from the start where none was taken yet; in named parts of which some stay alike for long.
   */
  public Map<String, byte[]> state() {
    return last.save();
  }

  /** Whether {@link #state} holds all up to the last pair: at the start, and after such steps. */
  public boolean resumable() {
    return resumable;
  }

  /** Names the weights, as trained and not averaged, that {@link #state} holds. */
  public String weightDigest() {
    return WeightDigest.of(last.learner.weights().tensors());
  }

  /** The weights as they would embed now. */
  public Checkpoint candidate(Map<String, String> metadata) {
    return learner.candidate(metadata);
  }

  /** Pairs that are never trained on, always in the same order. */
  public List<DigitPair> holdOut() {
    return holdOut.pairs();
  }

  public TrainingCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    learner.close();
  }
}
