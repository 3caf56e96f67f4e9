package io.contrastream.processor;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.Modality;
import io.contrastream.topic.TopicState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks that the inputs of a pair are in partitions of the same number. */
final class CoPartitioning {
  private CoPartitioning() {}

  /**
   * Returns the number of partitions of all input topics.
   *
   * @param states of all topics
   * @throws StartupException if they have different numbers: Kafka Streams would not notice that
   *     inputs of the same key never meet
   */
  static int partitions(Settings settings, List<TopicState> states) {
    Map<String, Integer> partitions = new TreeMap<>();
    for (Modality modality : settings.modalities()) {
      String topic = settings.topics().inputs(modality);
      states.stream()
          .filter(state -> state.name().equals(topic))
          .forEach(state -> partitions.put(topic, state.partitions()));
    }
    if (partitions.values().stream().distinct().count() > 1) {
      throw new StartupException(
          "The input topics must have the same number of partitions, so that the inputs of a pair"
              + " meet, but they have %s; add partitions to the smaller ones, or delete empty ones"
                  .formatted(partitions));
    }
    return partitions.get(settings.topics().images());
  }
}
