package io.contrastream.topology.join;

import io.contrastream.topology.embed.EmbeddedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the join keeps of one pair id. Immutable: each step gives the next state.
 *
 * @param anchor null until it came
 * @param matched contrastive examples that the anchor has met
 * @param rescored whether one of them went through {@link RescorePairs}
 * @param examples contrastive examples that wait for the anchor, in the order they came
 * @param latestOffset of the last record that counted, in the one partition that they all come from
 */
record WaitingPair(
    Image anchor, int matched, boolean rescored, List<Image> examples, long latestOffset) {

  /** An image with its record's timestamp, milliseconds since 1970 UTC. */
  record Image(EmbeddedImage embedded, long timestampMs) {

    boolean isWithin(Duration window, Image other) {
      return Math.abs(timestampMs - other.timestampMs) <= window.toMillis();
    }
  }

  /** Before all offsets. */
  static final long NO_OFFSET = -1;

  static final WaitingPair EMPTY = new WaitingPair(null, 0, false, List.of(), NO_OFFSET);

  boolean isEmpty() {
    return anchor == null && examples.isEmpty();
  }

  /**
   * Whether the record of that offset is in this state already. At least once, a crash between the
   * changelog's commit and that of the offsets brings records back that have counted: counted
   * twice, they would make an anchor's announced examples seem complete too soon.
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

  /** All that wait have met the anchor. The anchor stays only while more may come. */
  WaitingPair afterMatches(int more, boolean anyRescored) {
    int all = matched + more;
    Integer announced = anchor.embedded().image().getExamples();
    boolean done = announced != null && all >= announced;
    return done
        ? EMPTY
        : new WaitingPair(anchor, all, rescored || anyRescored, List.of(), latestOffset);
  }

  /** Without the images from before {@code earliestMs}, whose window has closed. */
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

  /** How many examples the anchor announced and did not meet; else 1 if it met none. */
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

  /** The examples that {@link #since} drops: they met nobody. */
  List<Image> examplesBefore(long earliestMs) {
    return examples.stream().filter(example -> example.timestampMs() < earliestMs).toList();
  }
}
