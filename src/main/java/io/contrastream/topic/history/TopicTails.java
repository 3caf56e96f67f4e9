package io.contrastream.topic.history;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Opens tails of topics and closes them together; where one can't be opened, those that are open
 * already are closed. One thread calls.
 */
public final class TopicTails implements AutoCloseable {
  private final Map<String, Object> consumer;
  private final Map<String, TopicTail> open = new LinkedHashMap<>();

  /**
   * @param consumer properties of one
   */
  public TopicTails(Map<String, Object> consumer) {
    this.consumer = consumer;
  }

  /**
   * @param topic that has no tail here yet
   * @param back how many records of each partition the first look goes back
   */
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
   * Whether looks at that topic have come past what was there when its tail was opened: a slow
   * broker may need several.
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
