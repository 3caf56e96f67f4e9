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

  /** Whether the records of a topic are to be added. */
  boolean include(String topic) {
    return topic.equals(topics.embeddings()) || topic.equals(topics.deadLetters());
  }

  /**
   * @param timestampMs that of an embedding is its image's
   * @param nowMs when readers of committed records can see it
   */
  void add(String topic, Long timestampMs, long nowMs) {
    if (topic.equals(topics.deadLetters())) {
      deadLetters.increment();
    } else {
      latency.record(Math.max(0, nowMs - timestampMs)); // clocks of machines differ
    }
  }

  long deadLetters() {
    return deadLetters.sum();
  }

  LatencyHistogram latency() {
    return latency;
  }
}
