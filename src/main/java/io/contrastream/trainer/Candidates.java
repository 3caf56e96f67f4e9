package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings.Promotion;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitPair;
import io.contrastream.network.ImageEncoders;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.training.Gate;
import io.contrastream.training.GateResult;
import java.util.List;
import java.util.Optional;

/**
 * Takes candidates through the gate, against the checkpoint that is active at that moment, and
 * makes their records. One thread calls.
 */
final class Candidates implements AutoCloseable {
  /**
   * A candidate that has been judged.
   *
   * @param activeId what it was measured against; null where that is nothing
   */
  record Judged(Checkpoint checkpoint, GateResult verdict, String activeId) {}

  private final Settings settings;
  private final Gate gate;
  private final CheckpointReader topic;

  /**
   * @param topics exist
   */
  Candidates(Settings settings, Topics topics) {
    this.settings = settings;
    gate = new Gate(settings.gate());
    topic =
        new CheckpointReader(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
  }

  /** The checkpoint that processors embed with now. */
  ActiveWeights active() {
    return ActiveWeights.find(settings.model(), topic);
  }

  /**
   * Measures a candidate and what is active on the same pairs. Where something is active that can't
   * be read, the candidate is refused: it might be worse.
   */
  Judged judge(Checkpoint candidate, List<DigitPair> holdOut) {
    ActiveWeights active = active();
    GateResult verdict =
        active.fault().isEmpty()
            ? gate.judge(candidate, active.checkpoint(), holdOut)
            : GateResult.refusal(
                "what is active can't be read, so that nothing can be measured against it"
                    + " (activate a checkpoint that can be): "
                    + active.fault());
    return new Judged(candidate, verdict, active.checkpoint().map(Checkpoint::id).orElse(null));
  }

  /**
   * @param pairs held out so far
   * @return why these are too few to judge by; empty where they are not
   */
  Optional<String> shortage(int pairs) {
    return gate.shortage(pairs);
  }

  /** Whether a candidate that has passed is announced at once. */
  boolean promotes() {
    return settings.training().promote() == Promotion.AUTO;
  }

  /** Sends a candidate that has passed, and announces it where it is not left to a person. */
  void publish(Judged judged, CheckpointRecords.Facts facts, CheckpointWriter writer) {
    Checkpoint checkpoint = judged.checkpoint;
    try (Encoder<byte[]> model =
        ImageEncoders.load(checkpoint, "the candidate", ForwardPath.PLAIN, List.of())) {
      writer.publish(
          CheckpointRecords.of(settings.checkpoints().model(), checkpoint, model, facts));
    }
    if (promotes()) {
      writer.announce(
          writer.next(
              topic.history(),
              checkpoint.id(),
              ActivationCause.PROMOTION,
              String.join("; ", judged.verdict.reasons()),
              settings.training().name()));
    }
    writer.prune(topic.history());
  }

  @Override
  public void close() {
    topic.close();
  }
}
