package io.contrastream.training;

import java.util.List;

/**
 * How good embeddings are. Shares and accuracies are in [0, 1], cosines in [-1, 1].
 *
 * @param images how many were embedded and classified
 * @param gallery how many embeddings the nearest neighbours were looked for in
 * @param pairs how many pairs were scored, half of them positive
 * @param pairLoss mean squared error of the cosine against 1 (positive) or 0 (negative)
 * @param pairAccuracy share of pairs on the right side of a cosine of 0.5
 * @param meanPositiveCosine over the positive pairs
 * @param meanNegativeCosine over the negative pairs
 * @param knn1 share of images whose nearest neighbour shows the same digit
 * @param knn5 share of images whose five nearest neighbours elect the right digit
 * @param perClass the same for each digit that the images show
 */
public record EvaluationReport(
    int images,
    int gallery,
    int pairs,
    double pairLoss,
    double pairAccuracy,
    double meanPositiveCosine,
    double meanNegativeCosine,
    double knn1,
    double knn5,
    List<DigitClass> perClass) {

  public EvaluationReport {
    perClass = List.copyOf(perClass);
  }

  /**
   * The images of one digit, and the pairs whose anchor shows it.
   *
   * @param label 0 to 9
   */
  public record DigitClass(
      int label,
      int images,
      double pairLoss,
      double pairAccuracy,
      double meanPositiveCosine,
      double meanNegativeCosine,
      double knn1,
      double knn5) {}
}
