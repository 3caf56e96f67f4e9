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
 * Checks that the encoders of a model give the vectors that its publisher states, and distinguish
 * what they embed. One that begins to learn hardly does: the gate judges those.
 */
final class ProbeCheck {

  /** Relative distance. Rounding alone gives about 1e-6 on one type of processor. */
  static final double TOLERANCE = 1e-3;

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
    if (weights.getFile() == null) { // what a user's own encoder distinguishes is unknown
      requireSpread(
          model.images().embed(CheckpointRecords.probeImages(model.images().spec().input())),
          Modality.IMAGE,
          "digit",
          origin);
    }
    if (modalities.contains(Modality.CAPTION)) {
      String ofCaptions = origin + ", its encoder of captions,";
      compare(
          weights.getCaptionProbes(),
          CaptionProbe::getVector,
          probes -> model.captions().embed(map(probes, each -> new Caption(each.getText()))),
          ofCaptions);
      requireSpread(
          model.captions().embed(CheckpointRecords.probeCaptions()),
          Modality.CAPTION,
          "caption",
          ofCaptions);
    }
    if (modalities.contains(Modality.SOUND)) {
      String ofSounds = origin + ", its encoder of sounds,";
      compare(
          weights.getSoundProbes(),
          SoundProbe::getVector,
          probes -> model.sounds().embed(map(probes, ProbeCheck::sound)),
          ofSounds);
      requireSpread(
          model.sounds().embed(CheckpointRecords.probeSounds()), Modality.SOUND, "sound", ofSounds);
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

  /**
   * The mean cosine similarity of the probes from which an encoder counts as collapsed. Untrained
   * ones of images have about 0.9, of captions up to 0.99998, and of sounds up to 0.9987.
   */
  private static double collapsed(Modality modality) {
    return switch (modality) {
      case IMAGE -> 0.999;
      case CAPTION -> 0.999999;
      case SOUND -> 0.9999;
    };
  }

  private static void requireSpread(
      float[][] vectors, Modality modality, String input, String origin) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += CosineSimilarity.between(vectors[i], vectors[j]);
        pairs++;
      }
    }
    // Zero vectors have a cosine similarity of 0, but are not distinguished either.
    if (sum / pairs >= collapsed(modality) || isZero(vectors[0])) {
      throw new ModelException(
          "%s is collapsed: every %s has nearly the same vector (mean cosine similarity %.6f)"
              .formatted(origin, input, sum / pairs));
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
