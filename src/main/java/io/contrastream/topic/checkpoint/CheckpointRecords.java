package io.contrastream.topic.checkpoint;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.encoding.Embedder;
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

/** Makes the records of checkpoints. Any thread may call. */
public final class CheckpointRecords {
  private static final long PROBE_SEED = 2006;
  private static final int PROBES = 20;

  private CheckpointRecords() {}

  /**
   * What is known about a checkpoint beside its weights.
   *
   * @param parentId the checkpoint that its training went on from, or null
   * @param metrics figures measured at the gate, by name
   * @param lineage null where nobody knows
   */
  public record Facts(String parentId, Map<String, Double> metrics, CheckpointLineage lineage) {

    /** Of a checkpoint from elsewhere. */
    public static final Facts NONE = new Facts(null, Map.of(), null);
  }

  /**
   * @param checkpoint of a known architecture; its metadata travels in the safetensors' header
   * @param embedder has these weights: embeds the probes
   * @throws CheckpointException where the architecture is unknown
   */
  public static ModelCheckpoint of(
      String model, Checkpoint checkpoint, Embedder embedder, Facts facts) {
    Architecture architecture =
        Architecture.of(checkpoint.tensors())
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "Checkpoint %s is of an unknown network: it can't be published"
                            .formatted(checkpoint.id())));
    CheckpointWeights weights =
        new CheckpointWeights(
            ByteBuffer.wrap(Safetensors.encode(checkpoint)),
            WeightDigest.of(checkpoint.tensors()),
            architecture.name(),
            architecture.dimension(),
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

  /** Drawn digits, each label twice; always the same. */
  public static List<byte[]> probeImages() {
    DrawnDigits digits = new DrawnDigits(PROBE_SEED, PROBES);
    return IntStream.range(0, PROBES).mapToObj(i -> digits.get(i).pixels()).toList();
  }

  private static List<Probe> probes(Embedder embedder) {
    List<byte[]> images = probeImages();
    float[][] vectors = embedder.embed(images);
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      probes.add(new Probe(ByteBuffer.wrap(images.get(i)), FloatVector.of(vectors[i])));
    }
    return probes;
  }
}
