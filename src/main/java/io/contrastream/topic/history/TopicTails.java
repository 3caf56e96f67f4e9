package io.contrastream.topic.history;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tails of several topics, closed together. If one cannot be opened, those already open are
 * closed. Not thread-safe.
 */
public final class TopicTails implements AutoCloseable {
  private final Map<String, Object> consumer;
  private final Map<String, TopicTail> open = new LinkedHashMap<>();

  public TopicTails(Map<String, Object> consumer) {
    this.consumer = consumer;
  }

  /** Opens the only tail of a topic; see {@link TopicTail#TopicTail}. */
  public TopicTail open(String topic, long back) {
    try {
      TopicTail tail = new TopicTail(consumer, topic, back);
      open.put(topic, tail);
      return tail;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Whether everything in the topic when its tail was opened has been read or skipped. With a slow
   * broker this may take several reads.
   */
  public boolean isPastOpening(String topic) {
    return open.get(topic).isPastOpening();
  }

  @Override
  public void close() {
    open.values().forEach(TopicTail::close);
    open.clear();
  }
}
