package io.contrastream.topology.join;

import io.contrastream.topology.embed.EmbeddedImage;
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
 * @param latestOffset of the last record in this state; all of a pair are in one partition
 */
record WaitingPair(
    Image anchor, int matched, boolean rescored, List<Image> examples, long latestOffset) {

  /** An image with its record's timestamp, milliseconds since 1970 UTC. */
  record Image(EmbeddedImage embedded, long timestampMs) {

    boolean isWithin(Duration window, Image other) {
      return Math.abs(timestampMs - other.timestampMs) <= window.toMillis();
    }
  }

  /** Less than any offset. */
  static final long NO_OFFSET = -1;

  static final WaitingPair EMPTY = new WaitingPair(null, 0, false, List.of(), NO_OFFSET);

  boolean isEmpty() {
    return anchor == null && examples.isEmpty();
  }

  /**
   * Whether the record at that offset is in this state already. With at-least-once delivery, a
   * crash between the changelog's commit and that of the offsets redelivers such records. Counted
   * twice, they would make an anchor's announced examples seem complete too early.
   */
  boolean holds(long offset) {
    return offset <= latestOffset;
  }

  WaitingPair withAnchor(Image newAnchor, long offset) {
    return new WaitingPair(newAnchor, 0, false, examples, offset);
  }

  WaitingPair withExample(Image example, long offset) {
    List<Image> all = new ArrayList<>(examples);
    all.add(example);
    return new WaitingPair(anchor, matched, rescored, List.copyOf(all), offset);
  }

  /** Returns the state after a record that it does not keep. */
  WaitingPair passing(long offset) {
    return new WaitingPair(anchor, matched, rescored, examples, offset);
  }

  /**
   * Returns the state after the anchor has met all waiting examples. It stays only if more may
   * come.
   */
  WaitingPair afterMatches(int more, boolean anyRescored) {
    int all = matched + more;
    Integer announced = anchor.embedded().image().getExamples();
    boolean done = announced != null && all >= announced;
    return done
        ? EMPTY
        : new WaitingPair(anchor, all, rescored || anyRescored, List.of(), latestOffset);
  }

  /**
   * Returns the state without the images before {@code earliestMs}, whose window has closed; this
   * object if there are none.
   */
  WaitingPair since(long earliestMs) {
    boolean anchorStays = anchor != null && anchor.timestampMs() >= earliestMs;
    List<Image> staying =
        examples.stream().filter(example -> example.timestampMs() >= earliestMs).toList();
    if (anchorStays == (anchor != null) && staying.size() == examples.size()) {
      return this;
    }
    return anchorStays
        ? new WaitingPair(anchor, matched, rescored, staying, latestOffset)
        : new WaitingPair(null, 0, false, staying, latestOffset);
  }

  /**
   * Returns how many announced examples the anchor has not met yet. Without an announcement, this
   * is 1 until the first match.
   */
  int partnersMissing() {
    if (anchor == null) {
      return 0;
    }
    Integer announced = anchor.embedded().image().getExamples();
    return Math.max(0, (announced == null ? 1 : announced) - matched);
  }

  /** Whether {@link #since} drops the anchor. */
  boolean anchorIsBefore(long earliestMs) {
    return anchor != null && anchor.timestampMs() < earliestMs;
  }

  /** Returns the examples that {@link #since} drops, which have met no anchor. */
  List<Image> examplesBefore(long earliestMs) {
    return examples.stream().filter(example -> example.timestampMs() < earliestMs).toList();
  }
}
