package io.contrastream.training;

import io.contrastream.checkpoint.Architecture;
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

/**
 * Judges whether a candidate may take the place of the active checkpoint, on pairs that neither was
 * trained on. Same checkpoints, pairs and settings, same verdict.
 *
 * <p>Threads: any.
 */
public final class Gate {
  private final GateSettings limits;

  public Gate(GateSettings limits) {
    this.limits = limits;
  }

  /**
   * Loads and measures both.
   *
   * @param active empty where nothing is active yet; then only the absolute limits count
   * @param pairs held out from the candidate's training
   */
  public GateResult judge(
      Checkpoint candidate, Optional<Checkpoint> active, List<DigitPair> pairs) {
    Optional<String> shortage = shortage(pairs.size());
    if (shortage.isPresent()) {
      return GateResult.refusal(shortage.get());
    }
    try {
      Architecture.CONTRASTIVE_CNN_1.check(candidate, "the candidate");
      GateMetrics figures = measure(candidate, "the candidate", pairs);
      return judge(figures, active.map(each -> measure(each, "the active checkpoint", pairs)));
    } catch (CheckpointException | ModelException e) {
      return GateResult.refusal(e.getMessage());
    }
  }

  /** Why it can't judge by so many held-out pairs; empty where it can. */
  public Optional<String> shortage(int pairs) {
    return pairs >= limits.pairs()
        ? Optional.empty()
        : Optional.of(
            text(
                "only %d pairs are held out so far, and it takes %d to judge (gate.pairs)",
                pairs, limits.pairs()));
  }

  private static GateMetrics measure(Checkpoint checkpoint, String name, List<DigitPair> pairs) {
    try (Encoder<byte[]> model =
        ImageEncoders.load(checkpoint, name, ForwardPath.FAST, List.of())) {
      return GateMetrics.of(model, pairs);
    }
  }

  /** Judges by figures of the same pairs. */
  public GateResult judge(GateMetrics candidate, Optional<GateMetrics> active) {
    List<String> faults = new ArrayList<>();
    if (!candidate.finite()) {
      faults.add("it gives vectors with NaN or infinite numbers");
    } else {
      checkAlone(candidate, faults);
      active.ifPresent(other -> compare(candidate, other, faults));
    }
    List<String> reasons = faults.isEmpty() ? List.of(praise(candidate, active)) : faults;
    return new GateResult(faults.isEmpty(), reasons, Optional.of(candidate), active);
  }

  private void checkAlone(GateMetrics it, List<String> faults) {
    shortage(it.pairs()).ifPresent(faults::add);
    if (it.accuracy() < limits.accuracy()) {
      faults.add(
          text(
              "its pair accuracy is %.4f, and %.4f is the least (gate.accuracy)",
              it.accuracy(), limits.accuracy()));
    }
    if (it.variance() < limits.variance()) {
      faults.add(
          text(
              "its vectors are collapsed: their variance is %.4f, and %.4f is the least"
                  + " (gate.variance)",
              it.variance(), limits.variance()));
    }
    if (it.randomCosine() > limits.cosine()) {
      faults.add(
          text(
              "its vectors are collapsed: the mean cosine of random ones is %.4f, and %.4f is the"
                  + " most (gate.cosine)",
              it.randomCosine(), limits.cosine()));
    }
  }

  private void compare(GateMetrics it, GateMetrics active, List<String> faults) {
    if (it.accuracy() < active.accuracy() - limits.margin()) {
      faults.add(
          text(
              "its pair accuracy is %.4f, that of the active checkpoint %.4f: worse by more than"
                  + " %.4f (gate.margin)",
              it.accuracy(), active.accuracy(), limits.margin()));
    }
    if (it.loss() > active.loss() * (1 + limits.lossMargin())) {
      faults.add(
          text(
              "its loss is %.3g, that of the active checkpoint %.3g: worse by more than a share of"
                  + " %.2f (gate.loss.margin)",
              it.loss(), active.loss(), limits.lossMargin()));
    }
    for (int label = 0; label < Digit.CLASSES; label++) {
      compareClass(label, it.classes().get(label), active.classes().get(label), faults);
    }
  }

  private void compareClass(
      int label, GateMetrics.OfClass it, GateMetrics.OfClass active, List<String> faults) {
    boolean judged = it != null && active != null && it.pairs() >= limits.classPairs();
    if (judged && it.accuracy() < active.accuracy() - limits.classMargin()) {
      faults.add(
          text(
              "its pair accuracy on anchors of digit %d is %.4f, that of the active checkpoint"
                  + " %.4f: worse by more than %.4f (gate.class.margin)",
              label, it.accuracy(), active.accuracy(), limits.classMargin()));
    }
  }

  private static String praise(GateMetrics it, Optional<GateMetrics> active) {
    String own =
        text("pair accuracy %.4f, loss %.3g on %d pairs", it.accuracy(), it.loss(), it.pairs());
    return active
        .map(
            other ->
                own
                    + text(
                        "; the active checkpoint has pair accuracy %.4f, loss %.3g",
                        other.accuracy(), other.loss()))
        .orElse(own + "; no checkpoint is active yet");
  }

  private static String text(String format, Object... facts) {
    return String.format(Locale.ROOT, format, facts);
  }
}
