package io.contrastream.processor.swap;

import io.contrastream.encoding.Embedder;
import io.contrastream.network.ModelException;
import io.contrastream.schema.Probe;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import java.nio.ByteBuffer;
import java.util.List;

/** Sees that a model embeds as its publisher says, and that it tells images apart at all. */
final class ProbeCheck {

  /** Processors differ by rounding: about 1e-6 on one kind of machine. */
  static final double TOLERANCE = 1e-3;

  /**
   * Mean cosine of different digits from which on they can't be told apart. A network that has
   * learnt nothing has about 0.9.
   */
  static final double COLLAPSED = 0.999;

  private ProbeCheck() {}

  /**
   * @param probes images with the vectors that the model must give; may be empty
   * @throws ModelException where it gives others, or the same vector for every digit
   */
  static void run(Embedder model, List<Probe> probes, String origin) {
    if (!probes.isEmpty()) {
      compare(model, probes, origin);
    }
    requireSpread(model.embed(CheckpointRecords.probeImages()), origin);
  }

  private static void compare(Embedder model, List<Probe> probes, String origin) {
    float[][] found = model.embed(probes.stream().map(probe -> bytes(probe.getPixels())).toList());
    for (int i = 0; i < found.length; i++) {
      float[] stated = FloatVector.floats(probes.get(i).getVector());
      double distance = distance(stated, found[i], origin);
      if (!(distance <= TOLERANCE)) {
        throw new ModelException(
            "%s fails its self-test: its vector of probe %d lies %.3g of its length from the stated one"
                .formatted(origin, i, distance));
      }
    }
  }

  /** Distance over length. */
  private static double distance(float[] stated, float[] found, String origin) {
    if (stated.length != found.length) {
      throw new ModelException(
          "%s fails its self-test: a stated vector has %d numbers where %d are expected"
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
    // Vectors of zero have cosine 0: they are told apart by nothing either.
    if (sum / pairs >= COLLAPSED || isZero(vectors[0])) {
      throw new ModelException(
          "%s is collapsed: it gives every digit nearly the same vector (mean cosine %.6f)"
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

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
