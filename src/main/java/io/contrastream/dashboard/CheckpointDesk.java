package io.contrastream.dashboard;

import java.util.List;
import java.util.Map;

/** What the page may know of checkpoints and do with them. Any thread may call. */
public interface CheckpointDesk {

  /**
   * A checkpoint in the topic.
   *
   * @param metrics figures at the gate, by name
   * @param atMs when it was published
   */
  record Entry(String id, String parentId, long step, Map<String, Double> metrics, long atMs) {}

  /**
   * A moment at which the active checkpoint changed, or did not.
   *
   * @param kind {@code swap} or {@code refusal}
   */
  record Mark(String kind, String id, String reason, long atMs) {}

  /**
   * @param active id of the announced one; null before the first
   * @param former the one to go back to; null where there is none
   * @param inUse id of what this process embeds with; null where it embeds nothing
   * @param entries newest first
   * @param marks oldest first
   */
  record View(String active, String former, String inUse, List<Entry> entries, List<Mark> marks) {}

  View view();

  /**
   * Makes a checkpoint the active one.
   *
   * @throws RuntimeException with a message for people where the topic doesn't hold it
   */
  void activate(String id);

  /**
   * Goes back to the former one.
   *
   * @throws RuntimeException with a message for people where there is none
   */
  void rollBack();
}
