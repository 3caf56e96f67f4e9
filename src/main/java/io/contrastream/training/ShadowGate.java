package io.contrastream.training;

import io.contrastream.config.GateSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.ShadowSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides whether a candidate that has passed the gate may replace the active checkpoint, by the
 * losses of both on the same live pairs. Each two modalities are compared separately: it must gain
 * more than chance gives with some, and lose more with none.
 *
 * <p>Threads: any.
 */
public final class ShadowGate {
  private final GateSettings limits;

  public ShadowGate(GateSettings limits) {
    this.limits = limits;
  }

  /**
   * @param pairs sums over the live pairs, by modalities
   */
  public GateResult judge(Map<ModalityPair, ShadowSums> pairs) {
    List<String> faults = new ArrayList<>();
    List<String> told = new ArrayList<>();
    boolean gains = false;
    for (Map.Entry<ModalityPair, ShadowSums> each : pairs.entrySet()) {
      ShadowSums sums = each.getValue();
      if (sums.pairs() < 2) {
        continue;
      }
      Gain gain = Gain.ofLiveLoss(sums);
      String text = text(each.getKey(), sums, gain);
      told.add(text);
      if (!Double.isFinite(sums.meanLoss())) {
        faults.add(text);
      } else {
        gains |= isGain(gain);
        if (isLoss(gain)) {
          faults.add(text + ": it is worse");
        }
      }
    }
    boolean passed = gains && faults.isEmpty();
    boolean noBetter = !gains && faults.isEmpty();
    List<String> reasons = passed ? told : noBetter ? noGain(told) : faults;
    return new GateResult(passed, reasons, noBetter, Map.of(), Map.of());
  }

  /** With a negative gain, this much worse still counts as one. */
  private boolean isGain(Gain gain) {
    return limits.gain() < 0 ? gain.candidate() <= tolerated(gain) : gain.exceeds(0);
  }

  private boolean isLoss(Gain gain) {
    return limits.gain() < 0 ? gain.candidate() > tolerated(gain) + gain.chance() : gain.isLoss();
  }

  private double tolerated(Gain gain) {
    return gain.active() * (1 - limits.gain());
  }

  private static List<String> noGain(List<String> told) {
    return told.isEmpty()
        ? List.of("there are too few live pairs of any two modalities")
        : told.stream().map(each -> each + ": it is not better").toList();
  }

  private static String text(ModalityPair modalities, ShadowSums sums, Gain gain) {
    return String.format(
        Locale.ROOT,
        "%slive loss %.3g (active: %.3g) on the same %d pairs; %.2g may be chance",
        modalities.equals(ModalityPair.IMAGES) ? "" : modalities + ": ",
        gain.candidate(),
        gain.active(),
        sums.pairs(),
        gain.chance());
  }
}
