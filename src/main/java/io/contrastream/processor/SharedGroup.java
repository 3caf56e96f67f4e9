package io.contrastream.processor;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.GroupAdmin;
import io.contrastream.topic.InternalTopics;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for a processor of the same application id that reads other input topics: Kafka would give
 * each the partitions of the other, and rebalance for ever. Thread-safe.
 */
final class SharedGroup {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Settings settings;
  private final String instance;

  /**
   * @param instance our id, which a predecessor that was killed has too
   */
  SharedGroup(Settings settings, String instance) {
    this.settings = settings;
    this.instance = instance;
  }

  /**
   * Does nothing if no broker answers, or while the group rebalances.
   *
   * @throws StartupException if there is such a processor
   */
  void requireSameTopics() {
    Set<String> topics;
    try (GroupAdmin groups = new GroupAdmin(settings.adminProperties(), TIMEOUT)) {
      topics = groups.topicsRead(settings.stream().applicationId(), instance);
    } catch (BrokerUnavailableException e) {
      return; // StartWatch will say why
    }
    requireSameTopics(topics);
  }

  /**
   * @param topics that the processors of the group read
   */
  void requireSameTopics(Set<String> topics) {
    String application = settings.stream().applicationId();
    Set<String> ours = new TreeSet<>(settings.inputTopics());
    Set<String> theirs = new TreeSet<>(topics);
    theirs.removeAll(InternalTopics.names(application));
    if (!theirs.isEmpty() && !theirs.equals(ours)) {
      throw new StartupException(
          ("Another processor with stream.application.id=%s reads %s, and this one reads %s: give"
                  + " this one another stream.application.id, or the same topics and modalities, or"
                  + " end the other one (if it was killed, Kafka forgets it after"
                  + " streams.consumer.session.timeout.ms)")
              .formatted(application, String.join(", ", theirs), String.join(", ", ours)));
    }
  }
}
