package io.contrastream.bench.swap;

import io.contrastream.encoding.Embedder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitSet;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.CosineSimilarity;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What each checkpoint gives for each of a few digits, so that every score can be computed again.
 * Filled by one thread, then for any.
 */
final class ExpectedScores {

  /** Far above the rounding of other sizes of batch, far below what another checkpoint gives. */
  private static final double TOLERANCE = 1e-4;

  private static final int BATCH = 100;

  private final Map<String, Map<Digit, float[]>> vectors = new HashMap<>();
  private final List<Digit> digits;

  ExpectedScores(DigitSet digits) {
    this.digits = IntStream.range(0, digits.size()).mapToObj(digits::get).toList();
  }

  void add(Embedder model) {
    Map<Digit, float[]> ofModel = new IdentityHashMap<>();
    for (int from = 0; from < digits.size(); from += BATCH) {
      List<Digit> batch = digits.subList(from, Math.min(digits.size(), from + BATCH));
      float[][] embedded = model.embed(batch.stream().map(Digit::pixels).toList());
      for (int i = 0; i < embedded.length; i++) {
        ofModel.put(batch.get(i), embedded[i]);
      }
    }
    vectors.put(model.checkpointId(), ofModel);
  }

  /** Whether both sides were embedded by the checkpoint that the score names. */
  boolean agrees(PairScore score, DigitPair pair) {
    Map<Digit, float[]> ofModel = vectors.get(score.getCheckpointId());
    return ofModel != null && Math.abs(score.getCosine() - cosine(ofModel, pair)) <= TOLERANCE;
  }

  private static double cosine(Map<Digit, float[]> vectors, DigitPair pair) {
    return CosineSimilarity.between(vectors.get(pair.anchor()), vectors.get(pair.contrastive()));
  }
}
