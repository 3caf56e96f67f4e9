package io.contrastream.demo;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.PairScore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The loss of each pair of modalities in a run. One thread calls. */
public final class LossCurves {
  private final long pairsOfImages;
  private final LossCurve ofImages;
  private final Map<String, LossCurve> across = new TreeMap<>();

  /** The mean squared error of the first and of the last pairs, each as of {@link LossCurve}. */
  public record Losses(Double first, Double last) {}

  LossCurves(DemoPlan plan) {
    pairsOfImages = plan.pairsOfImages();
    ofImages = new LossCurve(pairsOfImages, plan.driftsAtPair());
  }

  /** Adds a score of the run; a score without a target is ignored. */
  void add(PairScore score, long nowNs) {
    ModalityPair modalities =
        ModalityPair.of(score.getAnchorModality(), score.getContrastiveModality());
    curve(modalities).add(score, nowNs);
  }

  private LossCurve curve(ModalityPair modalities) {
    return modalities.equals(ModalityPair.IMAGES)
        ? ofImages
        : across.computeIfAbsent(
            modalities.toString(), first -> new LossCurve(pairsOfImages, Long.MAX_VALUE));
  }

  LossCurve ofImages() {
    return ofImages;
  }

  /** Returns the losses of all pairs of modalities but that of images alone. */
  Map<String, Losses> across() {
    Map<String, Losses> losses = new LinkedHashMap<>();
    across.forEach((name, curve) -> losses.put(name, new Losses(curve.first(), curve.last())));
    return losses;
  }
}
