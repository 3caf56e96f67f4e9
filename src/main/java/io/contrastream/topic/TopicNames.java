package io.contrastream.topic;

/** What the topics are called. */
public record TopicNames(
    String images,
    String embeddings,
    String scores,
    String loss,
    String labelledPairs,
    String deadLetters) {

  public static final TopicNames DEFAULT =
      new TopicNames(
          "digit-images",
          "digit-embeddings",
          "pair-scores",
          "loss-telemetry",
          "labelled-pairs",
          "dead-letters");
}
