package io.contrastream.config;

import io.contrastream.schema.Modality;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names of the topics, and how they are created.
 *
 * @param partitions number of partitions; the topics of checkpoints and trainer state have one
 * @param replication the replication factor
 */
public record TopicSettings(
    String images,
    String captions,
    String sounds,
    String embeddings,
    String scores,
    String loss,
    String labelledPairs,
    String checkpoints,
    String training,
    String trainerState,
    String deadLetters,
    int partitions,
    int replication) {

  public TopicSettings {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("images", images);
    names.put("captions", captions);
    names.put("sounds", sounds);
    names.put("embeddings", embeddings);
    names.put("scores", scores);
    names.put("loss", loss);
    names.put("labelled.pairs", labelledPairs);
    names.put("checkpoints", checkpoints);
    names.put("training", training);
    names.put("trainer.state", trainerState);
    names.put("dead.letters", deadLetters);
    Checks checks = Checks.of("topics");
    Map<String, String> keyByName = new LinkedHashMap<>();
    names.forEach(
        (key, name) -> {
          checks.matches(
              name,
              "(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}",
              key,
              "1 to 249 letters, digits, dots, dashes and underscores");
          String first = keyByName.putIfAbsent(name, key);
          checks.require(first == null, key, "different from topics." + first);
        });
    checks
        .between(1, partitions, 10_000, "partitions")
        .between(1, replication, 100, "replication")
        .done();
  }

  /** Returns the name of the topic with the inputs of a modality. */
  public String inputs(Modality modality) {
    return switch (modality) {
      case IMAGE -> images;
      case CAPTION -> captions;
      case SOUND -> sounds;
    };
  }
}
