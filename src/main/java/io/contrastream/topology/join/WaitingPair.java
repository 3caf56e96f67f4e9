package io.contrastream.topology.join;

import io.contrastream.schema.Modality;
import io.contrastream.topology.embed.EmbeddedInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the join keeps for one pair id. Immutable: each step returns the next state.
 *
 * @param anchor null until it arrives
 * @param matched number of contrastive examples that the anchor has met
 * @param rescored whether one of them went through {@link RescorePairs}
 * @param examples contrastive examples that wait for the anchor, in order of arrival
 * @param offsets of the records in this state
 */
record WaitingPair(
    Input anchor, int matched, boolean rescored, List<Input> examples, Offsets offsets) {

  /** An input with its record's timestamp, milliseconds since 1970 UTC. */
  record Input(EmbeddedInput embedded, long timestampMs) {

    boolean isWithin(Duration window, Input other) {
      return Math.abs(timestampMs - other.timestampMs) <= window.toMillis();
    }
  }

  static final WaitingPair EMPTY = new WaitingPair(null, 0, false, List.of(), Offsets.NONE);

  boolean isEmpty() {
    return anchor == null && examples.isEmpty();
  }

  /**
   * Whether the record of an input is in this state already. With at-least-once delivery, a crash
   * between the changelog's commit and that of the offsets redelivers such records. Counted twice,
   * they would make an anchor's announced examples seem complete too early.
   */
  boolean holds(Input input, long offset) {
    return offsets.hold(modality(input), offset);
  }

  WaitingPair withAnchor(Input newAnchor, long offset) {
    return new WaitingPair(newAnchor, 0, false, examples, after(newAnchor, offset));
  }

  WaitingPair withExample(Input example, long offset) {
    List<Input> all = new ArrayList<>(examples);
    all.add(example);
    return new WaitingPair(anchor, matched, rescored, List.copyOf(all), after(example, offset));
  }

  /** Returns the state after an input that it does not keep. */
  WaitingPair passing(Input input, long offset) {
    return new WaitingPair(anchor, matched, rescored, examples, after(input, offset));
  }

  private Offsets after(Input input, long offset) {
    return offsets.with(modality(input), offset);
  }

  private static Modality modality(Input input) {
    return input.embedded().input().modality();
  }

  /** Returns the approximate size of the examples that wait. */
  long exampleBytes() {
    return examples.stream().mapToLong(each -> each.embedded().input().bytes()).sum();
  }

  /**
   * Returns the state after the anchor has met all waiting examples. It stays only if more may
   * come.
   */
  WaitingPair afterMatches(int more, boolean anyRescored) {
    int all = matched + more;
    Integer announced = anchor.embedded().input().examples();
    boolean done = announced != null && all >= announced;
    return done ? EMPTY : new WaitingPair(anchor, all, rescored || anyRescored, List.of(), offsets);
  }

  /**
   * Returns the state without the inputs before {@code earliestMs}, whose window has closed; this
   * object if there are none.
   */
  WaitingPair since(long earliestMs) {
    boolean anchorStays = anchor != null && anchor.timestampMs() >= earliestMs;
    List<Input> staying =
        examples.stream().filter(example -> example.timestampMs() >= earliestMs).toList();
    if (anchorStays == (anchor != null) && staying.size() == examples.size()) {
      return this;
    }
    return anchorStays
        ? new WaitingPair(anchor, matched, rescored, staying, offsets)
        : new WaitingPair(null, 0, false, staying, offsets);
  }

  /**
   * Returns how many announced examples the anchor has not met yet. Without an announcement, this
   * is 1 until the first match.
   */
  int partnersMissing() {
    if (anchor == null) {
      return 0;
    }
    Integer announced = anchor.embedded().input().examples();
    return Math.max(0, (announced == null ? 1 : announced) - matched);
  }

  /** Whether {@link #since} drops the anchor. */
  boolean anchorIsBefore(long earliestMs) {
    return anchor != null && anchor.timestampMs() < earliestMs;
  }

  /** Returns the examples that {@link #since} drops, which have met no anchor. */
  List<Input> examplesBefore(long earliestMs) {
    return examples.stream().filter(example -> example.timestampMs() < earliestMs).toList();
  }
}
