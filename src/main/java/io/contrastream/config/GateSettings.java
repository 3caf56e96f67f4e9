package io.contrastream.config;

/**
 * What a candidate must achieve on held-out pairs to pass the gate.
 *
 * @param pairs minimum number of held-out pairs
 * @param accuracy minimum pair accuracy, of pairs of one modality
 * @param acrossAccuracy the same of pairs of two modalities
 * @param gain how far the mean loss, or the share of wrong pairs, must be below the active
 *     checkpoint's, as a share of it, besides what may be chance
 * @param toleratedLoss mean loss of the active checkpoint up to which none replaces it
 * @param compatibility how well an index of the active checkpoint's vectors must serve the
 *     candidate's, compared with one of its own, so that it stays in the space
 * @param margin how far the pair accuracy may be below that of the active or best checkpoint
 * @param lossMargin how far the mean loss may be above theirs, as a share of it
 * @param classMargin how far a digit's pair accuracy may be below theirs
 * @param classPairs minimum number of held-out pairs of a digit for a verdict on it
 * @param variance minimum variance of the embeddings, scaled to length 1
 * @param cosine maximum mean cosine similarity of random embeddings
 */
public record GateSettings(
    int pairs,
    double accuracy,
    double acrossAccuracy,
    double gain,
    double toleratedLoss,
    double compatibility,
    double margin,
    double lossMargin,
    double classMargin,
    int classPairs,
    double variance,
    double cosine) {

  public GateSettings {
    Checks.of("gate")
        .between(2, pairs, 1_000_000, "pairs")
        .between(0.0, accuracy, 1.0, "accuracy")
        .between(0.0, acrossAccuracy, 1.0, "across.accuracy")
        .between(-100.0, gain, 1.0, "gain")
        .between(0.0, toleratedLoss, 4.0, "tolerated.loss")
        .between(0.0, compatibility, 1.0, "compatibility")
        .between(0.0, margin, 1.0, "margin")
        .between(0.0, lossMargin, 100.0, "loss.margin")
        .between(0.0, classMargin, 1.0, "class.margin")
        .between(1, classPairs, 1_000_000, "class.pairs")
        .between(0.0, variance, 1.0, "variance")
        .between(-1.0, cosine, 1.0, "cosine")
        .done();
  }
}
