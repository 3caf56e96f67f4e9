package io.contrastream.training;

import java.util.List;

/**
 * The quality of embeddings. Shares and accuracies are in [0, 1], cosine similarities in [-1, 1].
 *
 * @param images number of images embedded and classified
 * @param gallery number of embeddings searched for nearest neighbours
 * @param pairs number of pairs scored, half of them positive
 * @param pairLoss mean squared error of the cosine similarity against 1 (positive) or 0 (negative)
 * @param pairAccuracy share of pairs on the right side of a cosine similarity of 0.5
 * @param meanPositiveCosine over the positive pairs
 * @param meanNegativeCosine over the negative pairs
 * @param knn1 share of images whose nearest neighbour shows the same digit
 * @param knn5 share of images whose five nearest neighbours vote for the right digit
 * @param perClass the same metrics for each digit that occurs
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

  /** Metrics of the images of one digit and of the pairs whose anchor shows it. */
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
