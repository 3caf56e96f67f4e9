package io.contrastream.topic.checkpoint;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.Probe;
import io.contrastream.topic.FloatVector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Creates the records in which checkpoints are published. Thread-safe. */
public final class CheckpointRecords {
  private static final long PROBE_SEED = 2006;
  private static final int PROBES = 20;

  private CheckpointRecords() {}

  /**
   * What is known about a checkpoint besides its weights.
   *
   * @param parentId the checkpoint that its training started from, or null
   * @param metrics measured by the gate, by name
   * @param lineage null if unknown
   */
  public record Facts(String parentId, Map<String, Double> metrics, CheckpointLineage lineage) {

    /** For a checkpoint of unknown origin. */
    public static final Facts NONE = new Facts(null, Map.of(), null);
  }

  /**
   * @param embedder embeds the probes with these weights
   * @throws CheckpointException if the architecture is unknown
   */
  public static ModelCheckpoint of(
      String model, Checkpoint checkpoint, Encoder<byte[]> embedder, Facts facts) {
    String architecture =
        Networks.nameOf(checkpoint.tensors())
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "Checkpoint %s has an unknown architecture and cannot be published"
                            .formatted(checkpoint.id())));
    CheckpointWeights weights =
        new CheckpointWeights(
            ByteBuffer.wrap(Safetensors.encode(checkpoint)),
            checkpoint.digest(),
            architecture,
            Networks.DIMENSION,
            facts.parentId(),
            facts.metrics(),
            facts.lineage(),
            probes(embedder));
    return ModelCheckpoint.newBuilder()
        .setModel(model)
        .setCheckpointId(checkpoint.id())
        .setAtMs(System.currentTimeMillis())
        .setWeights(weights)
        .build();
  }

  /** Returns the fixed set of drawn digits that serve as probes, two of each label. */
  public static List<byte[]> probeImages() {
    DrawnDigits digits = new DrawnDigits(PROBE_SEED, PROBES);
    return IntStream.range(0, PROBES).mapToObj(i -> digits.get(i).pixels()).toList();
  }

  private static List<Probe> probes(Encoder<byte[]> embedder) {
    List<byte[]> images = probeImages();
    float[][] vectors = embedder.embed(images);
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      probes.add(new Probe(ByteBuffer.wrap(images.get(i)), FloatVector.of(vectors[i])));
    }
    return probes;
  }
}
