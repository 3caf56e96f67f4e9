package io.contrastream.topic.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opens tails of topics and closes them together; where one can't be opened, those that are open
 * already are closed. One thread calls.
 */
public final class TopicTails implements AutoCloseable {
  private final Map<String, Object> consumer;
  private final List<TopicTail> open = new ArrayList<>();

  /**
   * @param consumer properties of one
   */
  public TopicTails(Map<String, Object> consumer) {
    this.consumer = consumer;
  }

  /**
   * @param back how many records of each partition the first look goes back
   */
  public TopicTail open(String topic, long back) {
    try {
      TopicTail tail = new TopicTail(consumer, topic, back);
      open.add(tail);
      return tail;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    open.forEach(TopicTail::close);
    open.clear();
  }
}
