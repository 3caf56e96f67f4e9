package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ConfigException;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.Modalities;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.Modality;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.training.OnlineStep;
import io.contrastream.training.OnlineTrainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a trainer: takes pairs, trains, judges candidates and commits. Only {@link #progress}
 * is thread-safe.
 */
final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final Duration PAIR_TIMEOUT = Duration.ofMillis(200);

  private final TrainingSettings training;
  private final Set<Modality> modalities;
  private final Topics topics;
  private final TrainingTelemetry telemetry;
  private TrainerLog trainerLog;
  private Candidates candidates;
  private PairFeed feed;
  private OnlineTrainer trainer;
  private String origin;
  private Position position;
  private long positionStep;
  private boolean uncommitted;
  private boolean hasCommit; // to resume from
  private long lastCommitNs;
  private CandidateClock candidateClock;
  private CandidateClock shortageClock;
  private final Backoff backoff;
  private ShadowTrials shadow;
  private Promotions promotions;

  /**
   * Fences off a running trainer of the same name and reads the state that it committed.
   *
   * @param topics existing ones
   * @param opening of the trainer's log
   * @param fromScratch whether to ignore that state and start untrained at the first pair
   */
  TrainingRun(Settings settings, Topics topics, TrainerLog.Opening opening, boolean fromScratch) {
    this.topics = topics;
    training = settings.training();
    modalities = settings.modalities();
    telemetry = new TrainingTelemetry(training.name());
    backoff = new Backoff(settings.gate().toleratedLoss());
    try {
      trainerLog = new TrainerLog(settings, topics, opening);
      candidates = new Candidates(settings, topics);
      shadow = new ShadowTrials(settings, topics, candidates::readHistory, fromScratch);
      promotions = new Promotions(training, candidates, shadow);
      Optional<TrainerState> state = fromScratch ? Optional.empty() : trainerLog.state();
      hasCommit = state.isPresent();
      start(state, fromScratch);
      Position from = state.map(TrainerState::position).orElse(Position.NONE);
      feed = new PairFeed(settings, topics, from);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    keepPosition();
    lastCommitNs = System.nanoTime();
    candidateClock = new CandidateClock(training.pace(), steps(), lastCommitNs);
    shortageClock = new CandidateClock(training.pace(), steps(), lastCommitNs);
  }

  private void start(Optional<TrainerState> state, boolean fromScratch) {
    String how;
    if (state.isPresent()) {
      state.get().requireTopic(topics.labelledPairs().name());
      origin = state.get().origin();
      trainer =
          new OnlineTrainer(
              training, modalities, state.get().parts(), candidates.active().checkpoint());
      how = "resumed from the last commit";
    } else {
      Optional<Checkpoint> active =
          fromScratch ? Optional.empty() : candidates.active().checkpoint();
      origin = active.map(Checkpoint::id).orElse(null);
      requireTrainedIfLocked(active);
      trainer =
          new OnlineTrainer(
              training, modalities, active.orElseGet(() -> InitialWeights.of(training.seed())));
      how = origin == null ? "started untrained" : "started from checkpoint " + origin;
    }
    telemetry.started(trainer.counts(), origin, how);
  }

  /** Others would learn to meet random vectors. */
  private void requireTrainedIfLocked(Optional<Checkpoint> active) {
    for (Modality locked : training.across().locked()) {
      boolean random = active.isEmpty() || !Networks.has(active.get(), locked);
      if (random && modalities.size() > 1 && modalities.contains(locked)) {
        throw new ConfigException(
            List.of(
                "training.locked names %s, whose encoder is untrained: leave it out, or start from"
                        .formatted(Modalities.name(locked))
                    + " a checkpoint that has one"));
      }
    }
  }

  TrainerProgress progress() {
    return telemetry.progress();
  }

  long steps() {
    return trainer.counts().steps();
  }

  boolean hasCommit() {
    return hasCommit;
  }

  /** Whether a commit now would include everything up to the last pair. */
  boolean resumable() {
    return trainer.resumable();
  }

  /** Takes the next pair if there is one soon, trains on it, and commits when that is due. */
  void advance() throws InterruptedException {
    Optional<PairTurns.Item> item = feed.next(PAIR_TIMEOUT);
    item.flatMap(PairTurns.Item::pair).flatMap(trainer::offer).ifPresent(this::stepped);
    if (item.isEmpty()) {
      commitIfDue();
    }
  }

  private void stepped(OnlineStep step) {
    telemetry.step(step, trainer.counts());
    backoff.stepped(step.loss());
    if (step.resumable()) {
      keepPosition();
      uncommitted = true;
      telemetry.summarise(step, trainer.counts());
      commitIfDue();
    }
  }

  /** Keeps the position in the pairs that belongs to the trainer's resumable state. */
  private void keepPosition() {
    position = feed.position();
    positionStep = steps();
  }

  /** Commits a candidate, or what live pairs made of the last one, or the state now and then. */
  void commitIfDue() {
    long nowNs = System.nanoTime();
    Optional<Consumer<CheckpointWriter>> publication =
        shadow.isOpen() ? verdict() : candidateIsDue(nowNs) ? judge() : Optional.empty();
    boolean late = nowNs - lastCommitNs >= training.pace().commitInterval().toNanos();
    if (publication.isPresent() || (uncommitted && late)) {
      commit(publication);
    }
  }

  private boolean candidateIsDue(long nowNs) {
    if (!candidateClock.due(steps(), nowNs, backoff.factor())) {
      return false;
    }
    Optional<String> shortage = candidates.shortage(trainer.heldOutOfLearnt());
    Optional<String> obstacle = shortage.or(() -> promotions.hold(nowNs));
    obstacle
        .filter(reason -> shortageClock.due(steps(), nowNs, 1))
        .ifPresent(reason -> tellNotJudged(reason, nowNs));
    return obstacle.isEmpty();
  }

  private void tellNotJudged(String reason, long nowNs) {
    LOG.info("No candidate was judged: {}", reason);
    telemetry.notJudged(reason, trainer.counts());
    shortageClock.restart(steps(), nowNs);
  }

  /**
   * Commits what is left.
   *
   * @param withCandidate whether to judge a last candidate, if it would differ from the one before
   */
  void finish(boolean withCandidate) {
    boolean candidate =
        withCandidate
            && !shadow.isOpen()
            && candidateClock.moved(steps())
            && candidates.shortage(trainer.heldOutOfLearnt()).isEmpty()
            && promotions.readHold().isEmpty();
    Optional<Consumer<CheckpointWriter>> publication = candidate ? judge() : Optional.empty();
    if (uncommitted) {
      commit(publication);
    }
  }

  /** Whether live pairs are still to decide about a candidate. */
  boolean isTrying() {
    return shadow.isOpen();
  }

  /**
   * Commits the trainer's state as of the last resumable step. A candidate may be some steps ahead
   * of it: it does not wait for the next resumable step, because the pairs may have stopped.
   */
  private void commit(Optional<Consumer<CheckpointWriter>> publication) {
    TrainerState state =
        new TrainerState(
            origin,
            trainer.weightDigest(),
            positionStep,
            topics.labelledPairs().name(),
            position,
            trainer.state());
    trainerLog.commit(state, feed.group(), telemetry.records(), publication.orElse(writer -> {}));
    telemetry.committed();
    lastCommitNs = System.nanoTime();
    uncommitted = false;
    hasCommit = true;
  }

  /** Returns how to publish the candidate; a refused one is told with the next commit. */
  private Optional<Consumer<CheckpointWriter>> judge() {
    Map<String, String> metadata =
        Map.of(Candidates.TRAINER, training.name(), "step", Long.toString(steps()));
    Candidates.Judged judged =
        promotions.unlessOccupied(
            candidates.judge(
                trainer.candidate(metadata), Candidates.Evidence.of(trainer), origin, lineage()));
    boolean passed = judged.result().passed();
    boolean automatic = training.promote().isAutomatic();
    Optional<ShadowCheckpoint> tried = promotions.tryInShadow(judged);
    boolean promoted = passed && automatic && tried.isEmpty();
    telemetry.judged(judged, promoted, trainer.counts());
    tried.ifPresent(it -> telemetry.shadowed(it, judged.spaceId(), trainer.counts()));
    uncommitted = true;
    if (tried.isEmpty()) { // else the live loss tells
      backoff.judged(judged.result().noBetter());
    }
    candidateClock.restart(steps(), System.nanoTime());
    if (passed && !automatic) {
      candidateClock.pause(System.nanoTime());
    }
    return passed
        ? Optional.of(writer -> promotions.publish(judged, tried, writer))
        : Optional.empty();
  }

  /** Returns how to publish what became of the candidate in the shadow, once that is known. */
  private Optional<Consumer<CheckpointWriter>> verdict() {
    Optional<ShadowTrials.Verdict> verdict = shadow.verdict();
    telemetry.live(shadow.sums(), trainer.counts());
    verdict.ifPresent(
        it -> {
          telemetry.concluded(it, trainer.counts());
          backoff.judged(it.result().noBetter());
          candidateClock.restart(steps(), System.nanoTime());
        });
    return verdict.map(it -> writer -> promotions.conclude(it, writer));
  }

  private CheckpointLineage lineage() {
    return new CheckpointLineage(
        training.name(),
        steps(),
        trainer.counts().pairs(),
        feed.position().ranges(topics.labelledPairs().name()),
        training.seed(),
        training.describe());
  }

  @Override
  public void close() {
    Closeables.closeAll(feed, trainer, shadow, candidates, trainerLog);
  }
}
