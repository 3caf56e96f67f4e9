package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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

  /** The complete state after a step from which training can be resumed. */
  private record ResumePoint(
      TrainingCounts counts, Map<Modality, Learner.State> learners, List<Lane> lanes) {

    Map<String, byte[]> save() {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(COUNTS, StateParts.write(counts::save));
      parts.putAll(Learners.save(learners));
      lanes.forEach(lane -> parts.putAll(lane.save()));
      return parts;
    }
  }

  private final TrainingSettings settings;
  private final BatchMix mix;
  private final Learners learners;
  private final HoldOut holdOut;
  private final List<Lane> lanes;
  private final List<SamplePair> arrived = new ArrayList<>();
  private TrainingCounts counts;
  private ResumePoint last;
  private boolean resumable;
  private int badSteps;
  private int futileRestores;

  /**
   * Starts from given weights.
   *
   * @param modalities to learn, images among them; a network that the weights lack starts untrained
   */
  public OnlineTrainer(TrainingSettings settings, Set<Modality> modalities, Checkpoint weights) {
    this(
        settings,
        lossOf(settings.steps()),
        Learners.start(settings, weights, modalities),
        Map.of());
  }

  /**
   * Resumes from a saved state.
   *
   * @param modalities as of the other constructor
   * @param state the result of {@link #state}
   * @param active the active checkpoint, whose weights locked modalities have; empty if none is
   * @throws TrainerStateException if the state can't be read
   */
  public OnlineTrainer(
      TrainingSettings settings,
      Set<Modality> modalities,
      Map<String, byte[]> state,
      Optional<Checkpoint> active) {
    this(
        settings,
        lossOf(settings.steps()),
        Learners.restore(settings, state, modalities, active),
        state);
  }

  OnlineTrainer(
      TrainingSettings settings,
      PairLoss imageLoss,
      Map<Modality, Learner.State> start,
      Map<String, byte[]> state) {
    this.settings = settings;
    TrainingSettings.Steps steps = settings.steps();
    mix = new BatchMix(steps.batchSize(), steps.fresh());
    holdOut = new HoldOut(settings.memory().holdOut());
    lanes =
        ModalityPair.among(start.keySet()).stream()
            .map(pair -> Lane.of(pair, settings, state))
            .toList();
    counts = StateParts.read(state, COUNTS, TrainingCounts::restore, TrainingCounts.NONE);
    learners = new Learners(settings, start, imageLoss);
    remember(start);
  }

  private static PairLoss lossOf(TrainingSettings.Steps steps) {
    return Loss.ofSetting(steps.loss()).create(steps.temperature());
  }

  /**
   * Takes the next pair, and takes a step if enough pairs have arrived. A pair of a held-out and
   * another input is neither trained on nor measured.
   *
   * @param pair of modalities that are learnt; others are ignored
   * @return the step, if one was taken
   * @throws ProcessFailedException if restoring the last good weights does not help
   */
  public Optional<OnlineStep> offer(SamplePair pair) {
    resumable = false;
    Optional<Lane> lane = laneOf(pair);
    boolean isHeldOut = lane.isPresent() && holdOut.measures(pair);
    counts = counts.plusPair(isHeldOut);
    if (isHeldOut) {
      lane.get().heldOut().add(pair);
    }
    if (lane.isEmpty() || !holdOut.trains(pair) || !learners.train(pair.modalities())) {
      return Optional.empty();
    }
    arrived.add(pair);
    lane.get().replay().add(pair);
    return arrived.size() < settings.steps().pairsPerStep()
        ? Optional.empty()
        : Optional.of(step());
  }

  private Optional<Lane> laneOf(SamplePair pair) {
    return lanes.stream().filter(lane -> lane.modalities().equals(pair.modalities())).findFirst();
  }

  /** Takes a step with the pairs of every two modalities that have arrived. */
  private OnlineStep step() {
    double rate = learners.rate(counts.steps());
    double losses = 0;
    int taken = 0;
    int trained = 0;
    for (Lane lane : lanes) {
      List<SamplePair> fresh = lane.of(arrived);
      if (!fresh.isEmpty()) {
        List<SamplePair> batch = mix.of(fresh, lane.replay());
        losses += learners.step(lane.modalities(), batch, counts.steps());
        taken++;
        trained += batch.size();
      }
    }
    arrived.clear();
    float loss = (float) (losses / taken); // NaN if any step was skipped
    boolean skipped = Float.isNaN(loss);
    badSteps = skipped ? badSteps + 1 : 0;
    boolean restored = badSteps == MAX_BAD_STEPS;
    counts = counts.plusStep(skipped, restored);
    if (restored) {
      restore();
    } else if (badSteps == 0 && counts.steps() % settings.pace().commitSteps() == 0) {
      learners.state().ifPresent(this::remember);
    }
    return new OnlineStep(counts.steps(), trained, loss, rate, restored, resumable);
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
    learners.restore(last.learners);
  }

  private void remember(Map<Modality, Learner.State> states) {
    last = new ResumePoint(counts, states, lanes.stream().map(Lane::copy).toList());
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
    return WeightDigest.of(Learners.weights(last.learners));
  }

  /** Returns the current weights to embed with. */
  public Checkpoint candidate(Map<String, String> metadata) {
    return learners.candidate(metadata);
  }

  /**
   * Returns how many pairs are held out of each two modalities that training has learnt from, and
   * so of all on which a candidate must be judged.
   */
  public Map<ModalityPair, Integer> heldOutOfLearnt() {
    Map<ModalityPair, Integer> counts = new LinkedHashMap<>();
    lanes.stream()
        .filter(lane -> learners.train(lane.modalities()) && !lane.replay().isEmpty())
        .forEach(lane -> counts.put(lane.modalities(), lane.heldOut().pairs().size()));
    return counts;
  }

  /** Returns the held-out pairs of every two modalities, always in the same order. */
  public Map<ModalityPair, List<SamplePair>> holdOut() {
    Map<ModalityPair, List<SamplePair>> pairs = new LinkedHashMap<>();
    lanes.forEach(lane -> pairs.put(lane.modalities(), lane.heldOut().pairs()));
    return pairs;
  }

  /** Returns distinct images to replay, spread over all of them, always in the same order. */
  public List<Sample> replayedImages(int max) {
    List<Sample> images =
        SamplePair.inputs(lanes.stream().flatMap(lane -> lane.replay().pairs().stream())).stream()
            .filter(input -> input.modality() == Modality.IMAGE)
            .toList();
    int step = Math.max(1, (images.size() + max - 1) / max);
    return IntStream.range(0, images.size() / step).mapToObj(i -> images.get(i * step)).toList();
  }

  public TrainingCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    learners.close();
  }
}
