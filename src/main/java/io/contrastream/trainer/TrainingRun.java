package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.OffsetRange;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.training.OnlineStep;
import io.contrastream.training.OnlineTrainer;
import io.contrastream.training.TrainerStateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a trainer between two starts: takes pairs, trains, judges candidates and commits. One
 * thread at a time calls; {@link #progress} any.
 */
final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Settings settings;
  private final TrainingSettings training;
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
  private long lastCommitNs;
  private CandidateClock candidateClock;
  private CandidateClock shortageClock;

  /**
   * Fences off whoever works under this name, and then reads the state that they left.
   *
   * @param topics exist
   * @param fromScratch whether to forget that state and begin untrained, at the first pair
   */
  TrainingRun(Settings settings, Topics topics, boolean fromScratch) {
    this.settings = settings;
    this.topics = topics;
    training = settings.training();
    telemetry = new TrainingTelemetry(training.name());
    try {
      trainerLog = new TrainerLog(settings, topics);
      candidates = new Candidates(settings, topics);
      Optional<TrainerState> state = fromScratch ? Optional.empty() : trainerLog.state();
      begin(state, fromScratch);
      feed = feed(state.map(TrainerState::position));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    hold();
    lastCommitNs = System.nanoTime();
    candidateClock = new CandidateClock(training.pace(), steps(), lastCommitNs);
    shortageClock = new CandidateClock(training.pace(), steps(), lastCommitNs);
  }

  private PairFeed feed(Optional<Position> position) {
    return new PairFeed(
        settings.consumerProperties(),
        training.clientId(),
        topics.labelledPairs(),
        position,
        training.pace().patience());
  }

  private void begin(Optional<TrainerState> state, boolean fromScratch) {
    if (state.isPresent()) {
      requireTopic(state.get());
      origin = state.get().origin();
      trainer = new OnlineTrainer(training, state.get().parts());
      telemetry.started(trainer.counts(), origin, "resumes from its last commit");
      return;
    }
    Optional<Checkpoint> active = fromScratch ? Optional.empty() : candidates.active().checkpoint();
    origin = active.map(Checkpoint::id).orElse(null);
    trainer =
        new OnlineTrainer(training, active.orElseGet(() -> InitialWeights.of(training.seed())));
    telemetry.started(
        trainer.counts(),
        origin,
        active.map(it -> "begins with checkpoint " + it.id()).orElse("begins untrained"));
  }

  private void requireTopic(TrainerState state) {
    if (!state.topic().equals(topics.labelledPairs().name())) {
      throw new TrainerStateException(
          "position",
          "it is one in topic %s, not %s".formatted(state.topic(), topics.labelledPairs().name()),
          null);
    }
  }

  TrainerProgress progress() {
    return telemetry.progress();
  }

  long steps() {
    return trainer.counts().steps();
  }

  /** Whether all that was learnt, to the last pair, could be committed now. */
  boolean resumable() {
    return trainer.resumable();
  }

  /** Waits a little for the next pair, and does what follows from it, or from there being none. */
  void advance() throws InterruptedException {
    Optional<PairTurns.Item> item = feed.next(LOOK);
    item.flatMap(it -> it.pair().flatMap(pair -> trainer.offer(it.pairId(), pair)))
        .ifPresent(this::stepped);
    if (item.isEmpty()) {
      doWhatIsDue();
    }
  }

  private void stepped(OnlineStep step) {
    telemetry.step(step, trainer.counts());
    if (step.resumable()) {
      hold();
      uncommitted = true;
      telemetry.sumUp(step, trainer.counts());
      doWhatIsDue();
    }
  }

  /** Keeps where the pairs stand that the trainer's state, as it is from now on, has seen. */
  private void hold() {
    position = feed.position();
    positionStep = steps();
  }

  private void doWhatIsDue() {
    long nowNs = System.nanoTime();
    boolean candidate = candidateIsDue(nowNs);
    boolean late = nowNs - lastCommitNs >= training.pace().commitInterval().toNanos();
    if (candidate || (uncommitted && late)) {
      commit(candidate);
    }
  }

  private boolean candidateIsDue(long nowNs) {
    if (!candidateClock.due(steps(), nowNs)) {
      return false;
    }
    Optional<String> shortage = candidates.shortage(trainer.holdOut().size());
    if (shortage.isPresent() && shortageClock.due(steps(), nowNs)) {
      LOG.info("No candidate is judged: {}", shortage.get());
      telemetry.notJudged(shortage.get(), trainer.counts());
      shortageClock.restart(steps(), nowNs);
    }
    return shortage.isEmpty();
  }

  /** Makes the end last: commits what it can, with a last candidate if so wanted. */
  void finish(boolean withCandidate) {
    boolean candidate =
        withCandidate
            && candidateClock.moved(steps())
            && candidates.shortage(trainer.holdOut().size()).isEmpty();
    if (uncommitted || candidate) {
      commit(candidate);
    }
  }

  /**
   * Commits what can be resumed from: all up to the last step that was so. A candidate may be some
   * steps ahead of that, for which it does not wait where no more pairs come.
   */
  private void commit(boolean withCandidate) {
    Optional<Candidates.Judged> judged = withCandidate ? Optional.of(judge()) : Optional.empty();
    Optional<Candidates.Judged> passed = judged.filter(it -> it.verdict().passed());
    judged.ifPresent(
        it -> telemetry.judged(it, passed.isPresent() && candidates.promotes(), trainer.counts()));
    TrainerState state =
        new TrainerState(
            origin,
            trainer.weightDigest(),
            positionStep,
            topics.labelledPairs().name(),
            position,
            trainer.state());
    trainerLog.commit(
        state,
        feed.group(),
        telemetry.records(),
        writer -> passed.ifPresent(it -> candidates.publish(it, facts(it), writer)));
    telemetry.committed();
    lastCommitNs = System.nanoTime();
    uncommitted = false;
  }

  private Candidates.Judged judge() {
    Map<String, String> metadata =
        Map.of("trainer", training.name(), "step", Long.toString(steps()));
    Candidates.Judged judged = candidates.judge(trainer.candidate(metadata), trainer.holdOut());
    candidateClock.restart(steps(), System.nanoTime());
    return judged;
  }

  private CheckpointRecords.Facts facts(Candidates.Judged judged) {
    Position all = feed.position();
    List<OffsetRange> read =
        all.next().entrySet().stream()
            .map(
                next ->
                    new OffsetRange(
                        topics.labelledPairs().name(),
                        next.getKey(),
                        all.from().get(next.getKey()),
                        next.getValue()))
            .toList();
    CheckpointLineage lineage =
        new CheckpointLineage(
            training.name(),
            steps(),
            trainer.counts().pairs(),
            read,
            training.seed(),
            training.describe());
    return new CheckpointRecords.Facts(
        origin, judged.verdict().candidate().orElseThrow().byName(), lineage);
  }

  @Override
  public void close() {
    Closeables.closeAll(feed, trainer, candidates, trainerLog);
  }
}
