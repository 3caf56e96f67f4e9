package io.contrastream.processor.swap;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Creates checkpoint records: good ones, and each kind of bad one. */
final class Candidates {
  static final String MODEL = "contrastream";

  /**
   * A checkpoint that must be refused.
   *
   * @param record null if its weights are never published
   * @param reason text that the refusal must contain
   */
  record Bad(String name, String id, ModelCheckpoint record, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Candidates() {}

  static ModelCheckpoint good(long seed) {
    return record(InitialWeights.of(seed));
  }

  static Stream<Bad> bad() {
    return Stream.of(
        spoilt("truncated", 11, "truncated", weights -> weights.setSafetensors(cut(weights))),
        spoilt("wrong digest", 12, "digest differs", weights -> weights.setSha256("0".repeat(64))),
        renamed("weights of another", 13, "digest differs"),
        spoilt(
            "wrong dimension",
            14,
            "32-dimensional embeddings",
            weights -> weights.setDimension(32)),
        spoilt(
            "other architecture",
            15,
            "network 'resnet-18'",
            weights -> weights.setArchitecture("resnet-18")),
        altered("wrong shape", 16, "linear1.3.bias is F32 [63]", "linear1.3.bias", zeros(63)),
        altered("NaN", 17, "NaN or infinite", "linear1.3.bias", filled(Float.NaN, 64)),
        altered("collapsed", 18, "is collapsed", "linear1.3.weight", filled(1, 64, 512)),
        spoilt("failing self-test", 19, "self-test", Candidates::shiftFirstVector),
        new Bad("half-announced", "0123456789ab", null, "weights are not in the topic"));
  }

  private static Bad spoilt(
      String name, long seed, String reason, Consumer<CheckpointWeights> spoil) {
    ModelCheckpoint record = good(seed);
    spoil.accept(record.getWeights());
    return new Bad(name, record.getCheckpointId(), record, reason);
  }

  private static Bad renamed(String name, long seed, String reason) {
    ModelCheckpoint record = good(seed);
    record.setCheckpointId("ba9876543210");
    return new Bad(name, record.getCheckpointId(), record, reason);
  }

  /** Returns a checkpoint that is consistent except for one tensor. */
  private static Bad altered(String name, long seed, String reason, String tensor, Tensor value) {
    Checkpoint original = InitialWeights.of(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>(original.tensors());
    tensors.put(tensor, value);
    Checkpoint changed = new Checkpoint(tensors, Map.of());
    ModelCheckpoint record = good(seed);
    record.setCheckpointId(changed.id());
    record.getWeights().setProbes(List.of());
    record.getWeights().setSafetensors(ByteBuffer.wrap(Safetensors.encode(changed)));
    record.getWeights().setSha256(WeightDigest.of(changed.tensors()));
    return new Bad(name, changed.id(), record, reason);
  }

  static ModelCheckpoint record(Checkpoint checkpoint) {
    try (Encoder<byte[]> model =
        ImageEncoders.load(checkpoint, "a test", ForwardPath.FAST, List.of())) {
      return CheckpointRecords.of(MODEL, checkpoint, model, CheckpointRecords.Facts.NONE);
    }
  }

  private static ByteBuffer cut(CheckpointWeights weights) {
    return weights.getSafetensors().duplicate().limit(1_000_000).slice();
  }

  private static void shiftFirstVector(CheckpointWeights weights) {
    var probes = new ArrayList<>(weights.getProbes());
    float[] vector = FloatVector.floats(probes.get(0).getVector()).clone();
    vector[0] += 0.1f;
    probes.get(0).setVector(FloatVector.of(vector));
    weights.setProbes(probes);
  }

  private static Tensor zeros(long... shape) {
    return filled(0, shape);
  }

  private static Tensor filled(float number, long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] numbers = new float[size];
    Arrays.fill(numbers, number);
    return Tensor.ofFloats(FloatBuffer.wrap(numbers), shape);
  }
}
