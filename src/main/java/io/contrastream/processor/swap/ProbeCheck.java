package io.contrastream.processor.swap;

import io.contrastream.caption.Caption;
import io.contrastream.encoding.Model;
import io.contrastream.network.ModelException;
import io.contrastream.schema.CaptionProbe;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.Modality;
import io.contrastream.schema.Probe;
import io.contrastream.schema.SoundProbe;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.sound.Sound;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks that the encoders of a model give the vectors that its publisher states, and that the one
 * of images distinguishes digits. One of captions or sounds that begins to learn does not: the gate
 * judges those.
 */
final class ProbeCheck {

  /** Relative distance. Rounding alone gives about 1e-6 on one type of processor. */
  static final double TOLERANCE = 1e-3;

  /**
   * Mean cosine similarity of the probes from which a model counts as collapsed. An untrained
   * network has about 0.9.
   */
  static final double COLLAPSED = 0.999;

  private ProbeCheck() {}

  /**
   * @param modalities whose encoders are checked
   * @param weights with the probes of each modality, or without
   * @throws ModelException if an encoder gives other vectors, or the same one for every digit
   */
  static void run(Model model, CheckpointWeights weights, Set<Modality> modalities, String origin) {
    compare(
        weights.getProbes(),
        Probe::getVector,
        probes -> model.images().embed(map(probes, each -> AvroSerde.bytes(each.getPixels()))),
        origin);
    requireSpread(model.images().embed(CheckpointRecords.probeImages()), origin);
    if (modalities.contains(Modality.CAPTION)) {
      compare(
          weights.getCaptionProbes(),
          CaptionProbe::getVector,
          probes -> model.captions().embed(map(probes, each -> new Caption(each.getText()))),
          origin + ", its encoder of captions,");
    }
    if (modalities.contains(Modality.SOUND)) {
      compare(
          weights.getSoundProbes(),
          SoundProbe::getVector,
          probes -> model.sounds().embed(map(probes, ProbeCheck::sound)),
          origin + ", its encoder of sounds,");
    }
  }

  private static Sound sound(SoundProbe probe) {
    return InputRecord.sound(probe.getSampleRate(), probe.getSamples());
  }

  private static <T, R> List<R> map(List<T> values, Function<T, R> function) {
    return values.stream().map(function).toList();
  }

  private static <P> void compare(
      List<P> probes,
      Function<P, List<Float>> stated,
      Function<List<P>, float[][]> embedder,
      String origin) {
    if (probes.isEmpty()) {
      return;
    }
    float[][] found = embed(probes, embedder, origin);
    for (int i = 0; i < found.length; i++) {
      double distance = distance(FloatVector.floats(stated.apply(probes.get(i))), found[i], origin);
      if (!(distance <= TOLERANCE)) {
        throw new ModelException(
            "%s fails its self-test: the vector of probe %d is off by %.3g of its length"
                .formatted(origin, i, distance));
      }
    }
  }

  private static <P> float[][] embed(
      List<P> probes, Function<List<P>, float[][]> embedder, String origin) {
    try {
      return embedder.apply(probes);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "%s fails its self-test: a probe cannot be embedded: %s"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  /** Returns the Euclidean distance relative to the length of {@code found}. */
  private static double distance(float[] stated, float[] found, String origin) {
    if (stated.length != found.length) {
      throw new ModelException(
          "%s fails its self-test: a stated vector has %d dimensions instead of %d"
              .formatted(origin, stated.length, found.length));
    }
    double squares = 0;
    double length = 0;
    for (int i = 0; i < stated.length; i++) {
      squares += Math.pow((double) stated[i] - found[i], 2);
      length += Math.pow(found[i], 2);
    }
    return Math.sqrt(squares) / Math.max(Math.sqrt(length), CosineSimilarity.EPSILON);
  }

  private static void requireSpread(float[][] vectors, String origin) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += CosineSimilarity.between(vectors[i], vectors[j]);
        pairs++;
      }
    }
    // Zero vectors have a cosine similarity of 0, but are not distinguished either.
    if (sum / pairs >= COLLAPSED || isZero(vectors[0])) {
      throw new ModelException(
          "%s is collapsed: every digit has nearly the same vector (mean cosine similarity %.6f)"
              .formatted(origin, sum / pairs));
    }
  }

  private static boolean isZero(float[] vector) {
    for (float number : vector) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }
}
