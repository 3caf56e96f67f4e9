package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.GateSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.network.ModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * @param pairs held out from the candidate's training, by pair of modalities; too few of one are
   *     not measured
   * @param ifPassed is called with the candidate's encoder of images, which is closed afterwards,
   *     if the candidate passes
   */
  public GateResult judge(
      Checkpoint candidate,
      Optional<Checkpoint> active,
      Optional<Checkpoint> best,
      Map<ModalityPair, List<SamplePair>> pairs,
      BiConsumer<Encoder<byte[]>, GateResult> ifPassed) {
    Optional<String> shortage = shortage(most(pairs));
    if (shortage.isPresent()) {
      return GateResult.refusal(shortage.get());
    }
    try (SampleEmbedder model = new SampleEmbedder(candidate, "the candidate")) {
      GateResult result = compare(model, active, best, pairs);
      if (result.passed()) {
        ifPassed.accept(model.images(), result);
      }
      return result;
    } catch (CheckpointException | ModelException e) {
      return GateResult.refusal(e.getMessage());
    }
  }

  private GateResult compare(
      SampleEmbedder model,
      Optional<Checkpoint> active,
      Optional<Checkpoint> best,
      Map<ModalityPair, List<SamplePair>> pairs) {
    return judge(
        measure(model, pairs),
        active.map(it -> measure(it, ACTIVE, pairs)).orElse(Map.of()),
        best.map(it -> measure(it, BEST, pairs)).orElse(Map.of()));
  }

  /** Returns the largest number of pairs of two modalities. */
  private static int most(Map<ModalityPair, List<SamplePair>> pairs) {
    return pairs.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /**
   * Returns why a candidate can't be judged, or empty if it can.
   *
   * @param heldOut number of held-out pairs of each two modalities that the candidate has learnt
   *     from: if one were not measured, it could get ever worse
   */
  public Optional<String> shortage(Map<ModalityPair, Integer> heldOut) {
    if (heldOut.isEmpty()) {
      return shortage(0);
    }
    return heldOut.entrySet().stream()
        .flatMap(each -> shortage(each.getValue()).map(it -> named(each.getKey()) + it).stream())
        .findFirst();
  }

  private static String named(ModalityPair modalities) {
    return modalities.equals(ModalityPair.IMAGES) ? "" : modalities + ": ";
  }

  /** Returns why this number of held-out pairs is too small, or empty if it is large enough. */
  Optional<String> shortage(int pairs) {
    return pairs >= limits.pairs()
        ? Optional.empty()
        : Optional.of(
            text(
                "only %d pairs are held out so far; the gate needs %d (gate.pairs)",
                pairs, limits.pairs()));
  }

  private Map<ModalityPair, GateMetrics> measure(
      Checkpoint it, String name, Map<ModalityPair, List<SamplePair>> pairs) {
    try (SampleEmbedder model = new SampleEmbedder(it, name)) {
      return measure(model, pairs);
    }
  }

  /** Leaves out what a checkpoint has no encoder for. */
  private Map<ModalityPair, GateMetrics> measure(
      SampleEmbedder model, Map<ModalityPair, List<SamplePair>> pairs) {
    Map<ModalityPair, GateMetrics> metrics = new LinkedHashMap<>();
    pairs.forEach(
        (modalities, each) -> {
          boolean able = model.has(modalities.one()) && model.has(modalities.other());
          if (able && each.size() >= limits.pairs()) {
            metrics.put(modalities, GateMetrics.of(model::embed, modalities, each));
          }
        });
    return metrics;
  }

  /**
   * Compares metrics that were measured on the same pairs. It is enough to gain with the pairs of
   * some modalities, if those of no others get worse.
   */
  GateResult judge(
      Map<ModalityPair, GateMetrics> candidate,
      Map<ModalityPair, GateMetrics> active,
      Map<ModalityPair, GateMetrics> best) {
    List<String> faults = new ArrayList<>();
    List<String> noGains = new ArrayList<>();
    List<String> summaries = new ArrayList<>();
    candidate.forEach(
        (modalities, it) -> {
          Optional<GateMetrics> activeOne = Optional.ofNullable(active.get(modalities));
          Optional<GateMetrics> bestOne = Optional.ofNullable(best.get(modalities));
          String of = named(modalities);
          faults(modalities, it, activeOne, bestOne).forEach(each -> faults.add(of + each));
          activeOne.flatMap(other -> noGain(it, other)).ifPresent(each -> noGains.add(of + each));
          summaries.add(of + summary(modalities, it, activeOne));
        });
    boolean gains = noGains.size() < candidate.size();
    boolean noBetter = faults.isEmpty() && !gains;
    if (!gains) {
      faults.addAll(noGains);
    }
    boolean passed = faults.isEmpty();
    return new GateResult(passed, passed ? summaries : faults, noBetter, candidate, active);
  }

  private List<String> faults(
      ModalityPair modalities,
      GateMetrics candidate,
      Optional<GateMetrics> active,
      Optional<GateMetrics> best) {
    List<String> faults = new ArrayList<>();
    if (!candidate.finite()) {
      faults.add("its embeddings contain NaN or infinity");
    } else {
      checkAlone(modalities, candidate, faults);
      active.ifPresent(other -> compare(candidate, other, ACTIVE, faults));
      best.ifPresent(other -> compare(candidate, other, BEST, faults));
    }
    return faults;
  }

  private void checkAlone(ModalityPair modalities, GateMetrics it, List<String> faults) {
    shortage(it.pairs()).ifPresent(faults::add);
    double minimum = modalities.isOfOne() ? limits.accuracy() : limits.acrossAccuracy();
    if (it.accuracy() < minimum) {
      faults.add(
          text(
              "its pair accuracy is %.4f; the minimum is %.4f (gate.%saccuracy)",
              it.accuracy(), minimum, modalities.isOfOne() ? "" : "across."));
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

  /** Whatever is no better is not worth a swap. */
  private Optional<String> noGain(GateMetrics it, GateMetrics active) {
    if (limits.gain() < 0) {
      return it.loss() <= active.loss() * (1 - limits.gain())
          ? Optional.empty()
          : Optional.of(
              text(
                  "its loss is %.3g, %s's is %.3g: higher by a share of more than %.2f (gate.gain)",
                  it.loss(), ACTIVE, active.loss(), -limits.gain()));
    }
    if (active.loss() <= limits.toleratedLoss()) {
      return Optional.of(
          text(
              "%s's loss is %.3g, which is tolerated (gate.tolerated.loss), its own is %.3g",
              ACTIVE, active.loss(), it.loss()));
    }
    Gain loss = Gain.ofLoss(active, it);
    return loss.exceeds(limits.gain()) || Gain.ofErrors(active, it).exceeds(limits.gain())
        ? Optional.empty()
        : Optional.of(notLower(it, active, loss.chance()));
  }

  private String notLower(GateMetrics it, GateMetrics active, double chance) {
    return text(
        "its loss is %.3g, %s's is %.3g: not lower by a share of %.2f (gate.gain) plus %.2g, which"
            + " may be chance, nor is its share of wrong pairs",
        it.loss(), ACTIVE, active.loss(), limits.gain(), chance);
  }

  private void compare(GateMetrics it, GateMetrics other, String name, List<String> faults) {
    if (it.accuracy() < other.accuracy() - limits.margin()) {
      faults.add(
          text(
              "its pair accuracy is %.4f, %s's is %.4f: lower by more than %.4f (gate.margin)",
              it.accuracy(), name, other.accuracy(), limits.margin()));
    }
    boolean tolerated = limits.gain() >= 0 && it.loss() <= limits.toleratedLoss();
    if (!tolerated && it.loss() > other.loss() * (1 + limits.lossMargin())) {
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

  /** Every checkpoint has an encoder of images; one of others may be new. */
  private static String summary(
      ModalityPair modalities, GateMetrics it, Optional<GateMetrics> active) {
    return active
        .map(
            other ->
                text(
                    "pair accuracy %.4f (before: %.4f), loss %.3g (before: %.3g) on %d pairs",
                    it.accuracy(), other.accuracy(), it.loss(), other.loss(), it.pairs()))
        .orElseGet(
            () ->
                text(
                    "pair accuracy %.4f, loss %.3g on %d pairs; %s",
                    it.accuracy(),
                    it.loss(),
                    it.pairs(),
                    modalities.equals(ModalityPair.IMAGES)
                        ? "no checkpoint is active yet"
                        : "no active checkpoint has an encoder to compare with"));
  }

  private static String text(String format, Object... facts) {
    return String.format(Locale.ROOT, format, facts);
  }
}
