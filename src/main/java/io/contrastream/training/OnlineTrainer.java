package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
  private final BadSteps badSteps = new BadSteps();
  private final List<SamplePair> arrived = new ArrayList<>();
  private TrainingCounts counts;
  private ResumePoint last;
  private boolean resumable;

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
    int trained = 0;
    Set<ModalityPair> taken = new LinkedHashSet<>();
    Set<ModalityPair> skipped = new LinkedHashSet<>();
    for (Lane lane : lanes) {
      List<SamplePair> fresh = lane.of(arrived);
      if (!fresh.isEmpty()) {
        List<SamplePair> batch = mix.of(fresh, lane.replay());
        float loss = learners.step(lane.modalities(), batch, counts.steps());
        losses += Float.isNaN(loss) ? 0 : loss;
        (Float.isNaN(loss) ? skipped : taken).add(lane.modalities());
        trained += batch.size();
      }
    }
    arrived.clear();
    boolean restored = conclude(taken, skipped);
    float loss = taken.isEmpty() ? Float.NaN : (float) (losses / taken.size());
    return new OnlineStep(counts.steps(), trained, loss, skipped, rate, restored, resumable);
  }

  /** Counts the step; returns whether the last good weights of a network were restored. */
  private boolean conclude(Set<ModalityPair> taken, Set<ModalityPair> skipped) {
    Set<Modality> failed = learnt(skipped);
    Set<Modality> stepped = learnt(taken);
    stepped.addAll(failed);
    Set<Modality> bad = badSteps.count(stepped, failed, counts.steps() + 1);
    counts = counts.plusStep(!skipped.isEmpty(), !bad.isEmpty());
    if (!bad.isEmpty()) {
      learners.restore(bad, last.learners);
    } else if (skipped.isEmpty() && counts.steps() % settings.pace().commitSteps() == 0) {
      learners.state().ifPresent(this::remember);
    }
    return !bad.isEmpty();
  }

  private static Set<Modality> learnt(Set<ModalityPair> pairs) {
    return pairs.stream()
        .map(ModalityPair::other)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Modality.class)));
  }

  private void remember(Map<Modality, Learner.State> states) {
    last = new ResumePoint(counts, states, lanes.stream().map(Lane::copy).toList());
    badSteps.reset();
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
