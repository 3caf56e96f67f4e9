package io.contrastream.dashboard;

import io.contrastream.dashboard.Tick.Pair;
import io.contrastream.encoding.Modalities;
import io.contrastream.schema.PairScore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The newest scored pairs whose inputs are cached, and the worst of the last minute. One thread
 * calls.
 */
final class RecentPairs {
  private static final int NEWEST = 12;
  private static final int WORST = 6;
  private static final int MAX_PAIRS = 2000;
  private static final long MINUTE_MS = 60_000;

  private final RecentInputs inputs;
  private final Deque<Pair> minute = new ArrayDeque<>();

  RecentPairs(RecentInputs inputs) {
    this.inputs = inputs;
  }

  void add(List<PairScore> scores, long nowMs) {
    scores.stream()
        .filter(score -> inputs.has(anchor(score)))
        .filter(score -> inputs.has(contrastive(score)))
        .map(score -> pair(score, nowMs))
        .forEach(minute::add);
    while (minute.size() > MAX_PAIRS
        || (!minute.isEmpty() && minute.peek().atMs() < nowMs - MINUTE_MS)) {
      minute.remove();
    }
  }

  private static InputId anchor(PairScore score) {
    return new InputId(score.getAnchorModality(), score.getAnchorImageId());
  }

  private static InputId contrastive(PairScore score) {
    return new InputId(score.getContrastiveModality(), score.getContrastiveImageId());
  }

  private static Pair pair(PairScore score, long nowMs) {
    return new Pair(
        score.getPairId(),
        score.getAnchorImageId(),
        Modalities.name(score.getAnchorModality()),
        score.getContrastiveImageId(),
        Modalities.name(score.getContrastiveModality()),
        score.getCosine(),
        score.getTarget(),
        score.getSquaredError(),
        score.getCheckpointId(),
        nowMs);
  }

  /** The newest pairs, newest first. */
  List<Pair> newest() {
    List<Pair> newest = new ArrayList<>();
    minute.descendingIterator().forEachRemaining(newest::add);
    return List.copyOf(newest.subList(0, Math.min(NEWEST, newest.size())));
  }

  /** The pairs with the largest errors, largest first. */
  List<Pair> worst() {
    return minute.stream()
        .filter(pair -> Objects.nonNull(pair.error()))
        .sorted(Comparator.comparingDouble(Pair::error).reversed())
        .limit(WORST)
        .toList();
  }
}
