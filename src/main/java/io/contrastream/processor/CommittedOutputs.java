package io.contrastream.processor;

import io.contrastream.config.TopicSettings;
import io.contrastream.telemetry.LatencyHistogram;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the producers of this instance have made readable: how many dead letters, and how long each
 * embedding took since its image was produced. Any thread may call.
 */
final class CommittedOutputs {
  private final TopicSettings topics;
  private final LongAdder deadLetters = new LongAdder();
  private final LatencyHistogram latency = new LatencyHistogram();

  CommittedOutputs(TopicSettings topics) {
    this.topics = topics;
  }

  boolean areEmbeddings(String topic) {
    return topic.equals(topics.embeddings());
  }

  boolean areDeadLetters(String topic) {
    return topic.equals(topics.deadLetters());
  }

  /**
   * @param producedAtMs the timestamp of the embedding, which is its image's
   * @param nowMs when readers of committed records can see it
   */
  void addEmbedding(long producedAtMs, long nowMs) {
    latency.record(Math.max(0, nowMs - producedAtMs)); // clocks of machines differ
  }

  void addDeadLetters(long count) {
    deadLetters.add(count);
  }

  long deadLetters() {
    return deadLetters.sum();
  }

  LatencyHistogram latency() {
    return latency;
  }
}
