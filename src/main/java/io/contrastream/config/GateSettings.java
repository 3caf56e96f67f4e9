package io.contrastream.config;

/**
 * What a candidate must meet on held-out pairs to be let in.
 *
 * @param pairs held-out pairs that it takes to judge
 * @param accuracy least pair accuracy
 * @param margin by which the pair accuracy may be below the active checkpoint's
 * @param lossMargin by which the mean loss may be above the active checkpoint's, as a share of it
 * @param classMargin by which a digit's pair accuracy may be below the active checkpoint's
 * @param classPairs held-out pairs of a digit that it takes to judge it
 * @param variance least variance of the embeddings, as vectors of length 1
 * @param cosine highest mean cosine similarity of embeddings drawn at random
 */
public record GateSettings(
    int pairs,
    double accuracy,
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
        .between(0.0, margin, 1.0, "margin")
        .between(0.0, lossMargin, 100.0, "loss.margin")
        .between(0.0, classMargin, 1.0, "class.margin")
        .between(1, classPairs, 1_000_000, "class.pairs")
        .between(0.0, variance, 1.0, "variance")
        .between(-1.0, cosine, 1.0, "cosine")
        .done();
  }
}
