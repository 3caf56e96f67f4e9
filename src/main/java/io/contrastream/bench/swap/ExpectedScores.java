package io.contrastream.bench.swap;

import io.contrastream.encoding.Encoder;
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
 * The embeddings of a few digits under each checkpoint, to compute the expected score of any pair.
 * Filled by one thread, then read by any.
 */
final class ExpectedScores {

  /** Far above rounding differences between batch sizes, far below those between checkpoints. */
  private static final double TOLERANCE = 1e-4;

  private static final int BATCH = 100;

  private final Map<String, Map<Digit, float[]>> vectors = new HashMap<>();
  private final List<Digit> digits;

  ExpectedScores(DigitSet digits) {
    this.digits = IntStream.range(0, digits.size()).mapToObj(digits::get).toList();
  }

  /** Embeds all digits with another checkpoint. */
  void add(Encoder<byte[]> model) {
    IdentityHashMap<Digit, float[]> ofModel = new IdentityHashMap<>();
    for (int from = 0; from < digits.size(); from += BATCH) {
      List<Digit> batch = digits.subList(from, Math.min(digits.size(), from + BATCH));
      float[][] embedded = model.embed(batch.stream().map(Digit::pixels).toList());
      for (int i = 0; i < embedded.length; i++) {
        ofModel.put(batch.get(i), embedded[i]);
      }
    }
    vectors.put(model.checkpointId(), ofModel);
  }

  /** Whether both images of a pair were embedded by the checkpoint that its score names. */
  boolean matches(PairScore score, DigitPair pair) {
    Map<Digit, float[]> ofModel = vectors.get(score.getCheckpointId());
    return ofModel != null && Math.abs(score.getCosine() - cosine(ofModel, pair)) <= TOLERANCE;
  }

  private static double cosine(Map<Digit, float[]> vectors, DigitPair pair) {
    return CosineSimilarity.between(vectors.get(pair.anchor()), vectors.get(pair.contrastive()));
  }
}
