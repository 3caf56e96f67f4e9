package io.contrastream.bench.pipeline;

import io.contrastream.bench.Latency;

/**
 * Throughput and latency of the pipeline, next to the embedder alone in the same run.
 *
 * @param imagesPerSecond throughput from topic to topic, at full speed
 * @param rawImagesPerSecond throughput of the embedder alone, with the same number of threads and
 *     the same batch size
 * @param ratio {@code imagesPerSecond / rawImagesPerSecond}
 * @param cpuRatio {@code rawCoreMicrosPerImage / coreMicrosPerImage}: unlike {@code ratio}, other
 *     programs on the machine hardly change it
 * @param coreMicrosPerImage CPU time of the whole process per image, broker included, microseconds
 * @param rawCoreMicrosPerImage the same for the embedder alone
 * @param batchSize images per micro-batch at full speed
 * @param latencyMs time from produce to a readable embedding, at a quarter of {@code
 *     imagesPerSecond}
 * @param inShadow the same with a candidate in the shadow; null without such a run
 * @param images number of images fed for the run at full speed; each came out once
 * @param load load average of the machine at the end
 */
public record PipelineResult(
    double imagesPerSecond,
    double rawImagesPerSecond,
    double ratio,
    double cpuRatio,
    double coreMicrosPerImage,
    double rawCoreMicrosPerImage,
    BatchSize batchSize,
    Latency latencyMs,
    InShadow inShadow,
    long images,
    double load) {

  /**
   * What a candidate in the shadow costs.
   *
   * @param share of the pairs that it embeds
   * @param ratio of {@code imagesPerSecond} to the throughput without it
   * @param cpuRatio of the CPU time per image without it to that with it
   */
  public record InShadow(
      double share,
      double imagesPerSecond,
      double ratio,
      double cpuRatio,
      double coreMicrosPerImage,
      Latency latencyMs) {}

  /** Images per micro-batch. */
  public record BatchSize(double mean, double max) {}
}
