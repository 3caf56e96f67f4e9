package io.contrastream.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the join keeps of one pair id. Immutable: each step gives the next state.
 *
 * @param anchor null until it came
 * @param matched contrastive examples that the anchor has met
 * @param rescored whether one of them went through {@link RescorePairs}
 * @param examples contrastive examples that wait for the anchor, in the order they came
 */
record WaitingPair(Image anchor, int matched, boolean rescored, List<Image> examples) {

  /** An image with its record's timestamp, milliseconds since 1970 UTC. */
  record Image(EmbeddedImage embedded, long timestampMs) {

    boolean isWithin(Duration window, Image other) {
      return Math.abs(timestampMs - other.timestampMs) <= window.toMillis();
    }
  }

  static final WaitingPair EMPTY = new WaitingPair(null, 0, false, List.of());

  boolean isEmpty() {
    return anchor == null && examples.isEmpty();
  }

  WaitingPair withAnchor(Image newAnchor) {
    return new WaitingPair(newAnchor, 0, false, examples);
  }

  WaitingPair withExample(Image example) {
    List<Image> all = new ArrayList<>(examples);
    all.add(example);
    return new WaitingPair(anchor, matched, rescored, List.copyOf(all));
  }

  /** All that wait have met the anchor. The anchor stays only while more may come. */
  WaitingPair afterMatches(int more, boolean anyRescored) {
    int all = matched + more;
    Integer announced = anchor.embedded().image().getExamples();
    boolean done = announced != null && all >= announced;
    return done ? EMPTY : new WaitingPair(anchor, all, rescored || anyRescored, List.of());
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
        ? new WaitingPair(anchor, matched, rescored, staying)
        : new WaitingPair(null, 0, false, staying);
  }

  /** The anchor, once for each example that it announced and did not meet; else if it met none. */
  List<Image> unmatchedAnchor() {
    if (anchor == null) {
      return List.of();
    }
    Integer announced = anchor.embedded().image().getExamples();
    int missing = Math.max(0, (announced == null ? 1 : announced) - matched);
    return Collections.nCopies(missing, anchor);
  }

  /** The images that {@link #since} drops and that met nobody. */
  List<Image> unmatchedBefore(long earliestMs) {
    List<Image> unmatched = new ArrayList<>();
    if (anchor != null && anchor.timestampMs() < earliestMs) {
      unmatched.addAll(unmatchedAnchor());
    }
    examples.stream().filter(example -> example.timestampMs() < earliestMs).forEach(unmatched::add);
    return unmatched;
  }
}
