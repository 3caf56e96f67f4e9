package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.config.ShadowSettings;
import io.contrastream.config.TrainingSettings.Promotion;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.training.GateResult;
import io.contrastream.training.ShadowGate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The trial of this trainer's candidate on live pairs, if there is one. Everything it needs is in
 * the topics, so that a trainer that was killed goes on with the trial as if nothing had happened.
 * Not thread-safe.
 */
final class ShadowTrials implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMillis(500);

  /** After a commit, it may take a moment until its records can be read. */
  private static final Duration SHOWN_AFTER = Duration.ofSeconds(30);

  /**
   * How a trial ended.
   *
   * @param spaceId of the candidate's vectors; null if the topic no longer holds its weights
   * @param sums over all live pairs
   */
  record Verdict(ShadowCheckpoint shadow, String spaceId, GateResult result, ShadowSums sums) {}

  private final Settings settings;
  private final Topics topics;
  private final Supplier<CheckpointHistory> history;
  private final ShadowGate gate;
  private Optional<ShadowCheckpoint> shadow = Optional.empty();
  private LiveLosses losses;
  private ShadowSums latest = ShadowSums.NONE;
  private long readNs;
  private long begunNs;

  /** Whether the topic has shown the trial. */
  private boolean seen;

  /** Whether the trial is of a training that was given up. */
  private boolean givenUp;

  /**
   * Goes on with the trial of a trainer of this name, if the topic has one.
   *
   * @param history reads the checkpoint topic to its end
   * @param fromScratch whether that trainer's training was given up, so that its trial ends
   */
  ShadowTrials(
      Settings settings, Topics topics, Supplier<CheckpointHistory> history, boolean fromScratch) {
    this.settings = settings;
    this.topics = topics;
    this.history = history;
    gate = new ShadowGate(settings.gate());
    readNs = System.nanoTime() - INTERVAL.toNanos();
    history
        .get()
        .shadow()
        .filter(it -> it.by().equals(settings.training().name()))
        .ifPresent(
            it -> {
              losses = new LiveLosses(settings, topics, it.lossOffsets());
              shadow = Optional.of(it);
              seen = true;
              givenUp = fromScratch;
            });
  }

  boolean isOpen() {
    return shadow.isPresent();
  }

  /** Returns the sums over the live pairs of the trial as of the last reading. */
  ShadowSums sums() {
    return latest;
  }

  /**
   * Begins the trial of a candidate that has passed the gate. The caller publishes it.
   *
   * @param generation of the announcement of the checkpoint that it was compared with
   */
  ShadowCheckpoint begin(Candidates.Judged judged, long generation) {
    ShadowSettings limits = settings.shadow();
    losses = new LiveLosses(settings, topics);
    ShadowCheckpoint begun =
        new ShadowCheckpoint(
            judged.checkpointId(),
            judged.activeId(),
            generation,
            new ShadowCheckpoint.Terms(
                limits.share(),
                limits.pairs(),
                System.currentTimeMillis() + limits.timeout().toMillis()),
            settings.training().name(),
            String.join("; ", judged.result().reasons()),
            losses.offsets(),
            Optional.empty());
    shadow = Optional.of(begun);
    seen = false;
    givenUp = false;
    begunNs = System.nanoTime();
    readNs = begunNs;
    return begun;
  }

  /**
   * Reads the topics, unless it did so a moment ago, and returns the verdict if there is one. The
   * caller publishes it; the trial is over then.
   */
  Optional<Verdict> verdict() {
    long nowNs = System.nanoTime();
    if (shadow.isEmpty() || nowNs - readNs < INTERVAL.toNanos()) {
      return Optional.empty();
    }
    readNs = nowNs;
    ShadowCheckpoint it = shadow.get();
    Map<ModalityPair, ShadowSums> read = losses.read(it);
    latest = read.values().stream().reduce(ShadowSums.NONE, ShadowSums::plus);
    CheckpointHistory now = history.get();
    String spaceId = now.checkpoint(it.id()).map(PublishedCheckpoint::spaceId).orElse(null);
    Optional<Verdict> verdict =
        end(it, now, nowNs)
            .map(GateResult::refusal)
            .or(
                () ->
                    latest.pairs() < it.terms().pairs() ? late(it) : Optional.of(gate.judge(read)))
            .map(result -> new Verdict(it, spaceId, result, latest));
    verdict.ifPresent(over -> close());
    return verdict;
  }

  /** Returns why the trial can't go on, whatever the loss is. */
  private Optional<String> end(ShadowCheckpoint it, CheckpointHistory now, long nowNs) {
    if (givenUp) {
      return Optional.of("its trainer has begun from scratch");
    }
    if (settings.training().promote() != Promotion.SHADOW) {
      return Optional.of("training.promote is no longer shadow");
    }
    if (now.generation() != it.generation()) {
      return Optional.of(
          "another checkpoint was announced while it was in the shadow, so there is nothing to"
              + " compare it with");
    }
    Optional<ShadowCheckpoint> inTopic = now.shadow().filter(other -> other.id().equals(it.id()));
    seen |= inTopic.isPresent() || nowNs - begunNs >= SHOWN_AFTER.toNanos();
    return inTopic.isEmpty() && seen
        ? Optional.of(
            "it is no longer in the shadow: another candidate took its place, or its weights were"
                + " deleted")
        : inTopic
            .flatMap(ShadowCheckpoint::refusal)
            .map(reason -> "a processor can't use it: " + reason);
  }

  private Optional<GateResult> late(ShadowCheckpoint it) {
    return System.currentTimeMillis() < it.terms().untilMs()
        ? Optional.empty()
        : Optional.of(
            GateResult.refusal(
                "only %d of %d live pairs with a target came in time (shadow.timeout, shadow.pairs)"
                    .formatted(latest.pairs(), it.terms().pairs())));
  }

  /** Returns who else's trial is on, so that none can begin: there is one shadow for all. */
  Optional<String> occupant(CheckpointHistory now) {
    return settings.training().promote() != Promotion.SHADOW
        ? Optional.empty()
        : now.shadow()
            .filter(it -> it.isOpen(System.currentTimeMillis()))
            .filter(it -> !it.by().equals(settings.training().name()))
            .map(it -> "candidate %s of trainer %s is in the shadow".formatted(it.id(), it.by()));
  }

  /** Forgets the trial, which stays in the topic until its verdict is published. */
  @Override
  public void close() {
    shadow = Optional.empty();
    latest = ShadowSums.NONE;
    if (losses != null) {
      losses.close();
      losses = null;
    }
  }
}
