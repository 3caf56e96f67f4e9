package io.contrastream.topic.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates records of the model "digits", for tests that ignore the weights. */
final class Records {
  static final String MODEL = "digits";

  private Records() {}

  static ModelCheckpoint checkpoint(String id) {
    return checkpoint(id, "none");
  }

  static ModelCheckpoint checkpoint(String id, String networks) {
    CheckpointWeights weights =
        new CheckpointWeights(
            ByteBuffer.wrap(id.getBytes(UTF_8)),
            "",
            networks,
            64,
            null,
            Map.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            null);
    return ModelCheckpoint.newBuilder()
        .setModel(MODEL)
        .setCheckpointId(id)
        .setWeights(weights)
        .build();
  }

  static ActiveCheckpoint active(long generation, String id, ActivationCause cause) {
    return new ActiveCheckpoint(generation, id, null, null, cause, "a reason", "a test", false, 0);
  }

  static ShadowCheckpoint shadow(String id) {
    return new ShadowCheckpoint(
        id,
        "active",
        1,
        new ShadowCheckpoint.Terms(0.5, 100, 1000),
        "a trainer",
        "a reason",
        List.of(3L),
        Optional.empty());
  }

  static ActiveCheckpoint active(long generation, String id) {
    return active(generation, id, ActivationCause.PROMOTION);
  }
}
