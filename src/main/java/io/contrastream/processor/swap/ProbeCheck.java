package io.contrastream.processor.swap;

import io.contrastream.encoding.Encoder;
import io.contrastream.network.ModelException;
import io.contrastream.schema.Probe;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import java.util.List;

/** Checks that a model gives the vectors that its publisher states, and distinguishes digits. */
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
   * @param probes images with the expected vectors; may be empty
   * @throws ModelException if the model gives other vectors, or the same one for every digit
   */
  static void run(Encoder<byte[]> model, List<Probe> probes, String origin) {
    if (!probes.isEmpty()) {
      compare(model, probes, origin);
    }
    requireSpread(model.embed(CheckpointRecords.probeImages()), origin);
  }

  private static void compare(Encoder<byte[]> model, List<Probe> probes, String origin) {
    float[][] found =
        model.embed(probes.stream().map(probe -> AvroSerde.bytes(probe.getPixels())).toList());
    for (int i = 0; i < found.length; i++) {
      float[] stated = FloatVector.floats(probes.get(i).getVector());
      double distance = distance(stated, found[i], origin);
      if (!(distance <= TOLERANCE)) {
        throw new ModelException(
            "%s fails its self-test: the vector of probe %d is off by %.3g of its length"
                .formatted(origin, i, distance));
      }
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
