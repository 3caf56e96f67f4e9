package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.GateSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Decides whether a candidate may replace the active checkpoint, by pairs that were held out from
 * training. The result depends only on the checkpoints, the pairs and the settings.
 *
 * <p>Threads: any.
 */
public final class Gate {
  private static final String ACTIVE = "the active checkpoint";
  private static final String BEST = "the best checkpoint so far";

  private final GateSettings limits;

  public Gate(GateSettings limits) {
    this.limits = limits;
  }

  /**
   * Loads and measures all checkpoints.
   *
   * @param active empty if no checkpoint is active; then only the absolute limits apply
   * @param best empty if it is the active one; candidates that are each a little worse than the
   *     last would otherwise make the active one ever worse
   * @param pairs held out from the candidate's training
   * @param ifPassed is called with the candidate's model, which is closed afterwards, if the
   *     candidate passes
   */
  public GateResult judge(
      Checkpoint candidate,
      Optional<Checkpoint> active,
      Optional<Checkpoint> best,
      List<DigitPair> pairs,
      BiConsumer<Encoder<byte[]>, GateResult> ifPassed) {
    Optional<String> shortage = shortage(pairs.size());
    if (shortage.isPresent()) {
      return GateResult.refusal(shortage.get());
    }
    Encoder<byte[]> loaded;
    try {
      loaded = load(candidate, "the candidate");
    } catch (CheckpointException | ModelException e) {
      return GateResult.refusal(e.getMessage());
    }
    try (Encoder<byte[]> model = loaded) {
      GateResult result = compare(model, active, best, pairs);
      if (result.passed()) {
        ifPassed.accept(model, result);
      }
      return result;
    }
  }

  private GateResult compare(
      Encoder<byte[]> model,
      Optional<Checkpoint> active,
      Optional<Checkpoint> best,
      List<DigitPair> pairs) {
    try {
      return judge(
          GateMetrics.of(model, pairs),
          active.map(it -> measure(it, ACTIVE, pairs)),
          best.map(it -> measure(it, BEST, pairs)));
    } catch (CheckpointException | ModelException e) {
      return GateResult.refusal(e.getMessage());
    }
  }

  /** Returns why this number of held-out pairs is too small, or empty if it is large enough. */
  public Optional<String> shortage(int pairs) {
    return pairs >= limits.pairs()
        ? Optional.empty()
        : Optional.of(
            text(
                "only %d pairs are held out so far; the gate needs %d (gate.pairs)",
                pairs, limits.pairs()));
  }

  private static GateMetrics measure(Checkpoint it, String name, List<DigitPair> pairs) {
    try (Encoder<byte[]> model = load(it, name)) {
      return GateMetrics.of(model, pairs);
    }
  }

  private static Encoder<byte[]> load(Checkpoint checkpoint, String name) {
    return ImageEncoders.load(checkpoint, name, ForwardPath.FAST, List.of());
  }

  /** Compares metrics that were measured on the same pairs. */
  GateResult judge(
      GateMetrics candidate, Optional<GateMetrics> active, Optional<GateMetrics> best) {
    List<String> faults = new ArrayList<>();
    if (!candidate.finite()) {
      faults.add("its embeddings contain NaN or infinity");
    } else {
      checkAlone(candidate, faults);
      active.ifPresent(other -> requireGain(candidate, other, faults));
      active.ifPresent(other -> compare(candidate, other, ACTIVE, faults));
      best.ifPresent(other -> compare(candidate, other, BEST, faults));
    }
    List<String> reasons = faults.isEmpty() ? List.of(summary(candidate, active)) : faults;
    return new GateResult(faults.isEmpty(), reasons, Optional.of(candidate), active);
  }

  private void checkAlone(GateMetrics it, List<String> faults) {
    shortage(it.pairs()).ifPresent(faults::add);
    if (it.accuracy() < limits.accuracy()) {
      faults.add(
          text(
              "its pair accuracy is %.4f; the minimum is %.4f (gate.accuracy)",
              it.accuracy(), limits.accuracy()));
    }
    if (it.variance() < limits.variance()) {
      faults.add(
          text(
              "its embeddings have collapsed: their variance is %.4f; the minimum is %.4f"
                  + " (gate.variance)",
              it.variance(), limits.variance()));
    }
    if (it.randomCosine() > limits.cosine()) {
      faults.add(
          text(
              "its embeddings have collapsed: the mean cosine similarity of random ones is %.4f;"
                  + " the maximum is %.4f (gate.cosine)",
              it.randomCosine(), limits.cosine()));
    }
  }

  /** Whatever is no better is not worth a swap; an equal loss is a gain of 0. */
  private void requireGain(GateMetrics it, GateMetrics active, List<String> faults) {
    double highest = active.loss() * (1 - limits.gain());
    boolean isNoGain = limits.gain() >= 0 && it.loss() >= active.loss();
    if (isNoGain || it.loss() > highest) {
      faults.add(
          text(
              "its loss is %.3g, %s's is %.3g: not lower by a share of %.2f (gate.gain)",
              it.loss(), ACTIVE, active.loss(), limits.gain()));
    }
  }

  private void compare(GateMetrics it, GateMetrics other, String name, List<String> faults) {
    if (it.accuracy() < other.accuracy() - limits.margin()) {
      faults.add(
          text(
              "its pair accuracy is %.4f, %s's is %.4f: lower by more than %.4f (gate.margin)",
              it.accuracy(), name, other.accuracy(), limits.margin()));
    }
    if (it.loss() > other.loss() * (1 + limits.lossMargin())) {
      faults.add(
          text(
              "its loss is %.3g, %s's is %.3g: higher by a share of more than %.2f"
                  + " (gate.loss.margin)",
              it.loss(), name, other.loss(), limits.lossMargin()));
    }
    for (int label = 0; label < Digit.CLASSES; label++) {
      compareClass(label, it, other, name, faults);
    }
  }

  private void compareClass(
      int label, GateMetrics all, GateMetrics allOfOther, String name, List<String> faults) {
    GateMetrics.OfClass it = all.classes().get(label);
    GateMetrics.OfClass other = allOfOther.classes().get(label);
    boolean judged = it != null && other != null && it.pairs() >= limits.classPairs();
    if (judged && it.accuracy() < other.accuracy() - limits.classMargin()) {
      faults.add(
          text(
              "its pair accuracy for anchors of digit %d is %.4f, %s's is %.4f: lower by more than"
                  + " %.4f (gate.class.margin)",
              label, it.accuracy(), name, other.accuracy(), limits.classMargin()));
    }
  }

  private static String summary(GateMetrics it, Optional<GateMetrics> active) {
    return active
        .map(
            other ->
                text(
                    "pair accuracy %.4f (before: %.4f), loss %.3g (before: %.3g) on %d pairs",
                    it.accuracy(), other.accuracy(), it.loss(), other.loss(), it.pairs()))
        .orElseGet(
            () ->
                text(
                    "pair accuracy %.4f, loss %.3g on %d pairs; no checkpoint is active yet",
                    it.accuracy(), it.loss(), it.pairs()));
  }

  private static String text(String format, Object... facts) {
    return String.format(Locale.ROOT, format, facts);
  }
}
