package io.contrastream.bench.pipeline;

import io.contrastream.bench.Latency;

/**
 * What the pipeline did, next to the raw embedder on the same cores in the same run.
 *
 * @param imagesPerSecond from topic to topic, at full speed
 * @param rawImagesPerSecond of the embedder alone, as many threads, same size of batch
 * @param ratio of the two
 * @param coreMicrosPerImage processor time of the whole way for an image, broker included,
 *     microseconds
 * @param rawCoreMicrosPerImage the same of the embedder alone
 * @param batchSize images in the micro-batches at full speed
 * @param latencyMs at a quarter of {@code imagesPerSecond}
 * @param images that went in at full speed; each came out once
 * @param load of the machine when it was over: runnable threads, mean over a minute
 */
public record PipelineResult(
    double imagesPerSecond,
    double rawImagesPerSecond,
    double ratio,
    double coreMicrosPerImage,
    double rawCoreMicrosPerImage,
    BatchSize batchSize,
    Latency latencyMs,
    long images,
    double load) {

  /** Images in a batch. */
  public record BatchSize(double mean, double max) {}
}
