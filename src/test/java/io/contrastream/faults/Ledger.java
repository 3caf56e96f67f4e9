package io.contrastream.faults;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.InputRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** All outputs of a run. Any thread may call. */
final class Ledger {
  private static final double TOLERANCE = 1e-6;

  /**
   * How often each image occurs in a topic, and how many overtook an earlier image of their key.
   */
  private static final class Column {
    private int[] counts = new int[1 << 14];
    private final Map<String, Integer> latest = new HashMap<>();
    private long outOfOrder;
    private long total;

    void add(String key, int number) {
      if (number >= counts.length) {
        counts = Arrays.copyOf(counts, Math.max(number + 1, 2 * counts.length));
      }
      Integer before = latest.put(key, number);
      if (counts[number] == 0 && before != null && before > number) {
        outOfOrder++;
      }
      counts[number]++;
      total++;
    }

    int count(int number) {
      return number < counts.length ? counts[number] : 0;
    }
  }

  private record Score(int anchor, int contrastive, double cosine, String checkpointId) {}

  private final boolean knownModel;
  private final boolean sumsExact;
  private final Column embeddings = new Column();
  private final Column scores = new Column();
  private final Column labelledPairs = new Column();
  private final Column badImages = new Column();
  private final Map<String, DeadLetter> deadLetters = new HashMap<>();
  private final Map<Integer, ImageEmbedding> byNumber = new HashMap<>();
  private final Map<Integer, String> checkpointIds = new HashMap<>();
  private final List<Score> scored = new ArrayList<>();
  private long doubledDeadLetters;
  private long wrongVectors;
  private long lossPairs;
  private long lossTargets;
  private long unmatched;
  private long pairsInShadow;
  private final Map<Integer, Long> latestEmbeddedAtMs = new HashMap<>();

  /** A dead letter, and the place in the source topic that its headers name. */
  record DeadLetter(String origin, byte[] key, byte[] value) {}

  /**
   * @param knownModel whether a {@link KnownModel} embeds; otherwise the expected scores are
   *     computed from the embeddings
   * @param sumsExact whether the sums of the loss windows must be exact; false for at_least_once
   */
  Ledger(boolean knownModel, boolean sumsExact) {
    this.knownModel = knownModel;
    this.sumsExact = sumsExact;
  }

  synchronized void add(String key, int partition, ImageEmbedding embedding) {
    int number = ScriptedInputs.numberOf(embedding.getImageId());
    embeddings.add(ordered(key, embedding.getModality()), number);
    checkpointIds.put(number, embedding.getCheckpointId());
    latestEmbeddedAtMs.merge(partition, embedding.getEmbeddedAtMs(), Math::max);
    if (!knownModel) {
      byNumber.put(number, embedding);
    } else if (!Arrays.equals(
        vector(embedding),
        CosineSimilarity.unit(ScriptedInputs.vector(number, embedding.getCheckpointId())))) {
      wrongVectors++;
    }
  }

  synchronized void add(String key, PairScore score) {
    int anchor = ScriptedInputs.numberOf(score.getAnchorImageId());
    int contrastive = ScriptedInputs.numberOf(score.getContrastiveImageId());
    scores.add(ordered(key, score.getContrastiveModality()), contrastive);
    scored.add(new Score(anchor, contrastive, score.getCosine(), score.getCheckpointId()));
  }

  synchronized void add(String key, LabelledPair pair) {
    InputRecord contrastive = InputRecord.of(pair.getContrastive());
    labelledPairs.add(
        ordered(key, contrastive.modality()), ScriptedInputs.numberOf(contrastive.id()));
  }

  /** Inputs of a key are in order within their topic. */
  private static String ordered(String key, Modality modality) {
    return key + "/" + modality;
  }

  synchronized void add(LossWindow window) {
    lossPairs += window.getPairs();
    lossTargets += window.getPositives() + window.getNegatives();
    unmatched += window.getUnmatched();
    pairsInShadow += window.getShadow() == null ? 0 : window.getShadow().getPairs();
  }

  /**
   * @param input the input in the dead letter, or null if its value is none
   */
  synchronized void add(DeadLetter letter, InputRecord input) {
    if (deadLetters.put(letter.origin(), letter) != null) {
      doubledDeadLetters++;
    }
    if (input != null && input.id().startsWith("image-")) {
      int number = ScriptedInputs.numberOf(input.id());
      badImages.add(ordered(ScriptedInputs.key(number), input.modality()), number);
    }
  }

  /** Number of pairs with a target in the loss windows. */
  synchronized long targets() {
    return lossTargets;
  }

  /** Number of them that a candidate in the shadow has embedded, too. */
  synchronized long pairsInShadow() {
    return pairsInShadow;
  }

  /** Whether each partition has an embedding made after this time. */
  synchronized boolean allEmbedSince(long timeMs, int partitions) {
    return latestEmbeddedAtMs.values().stream().filter(latest -> latest > timeMs).count()
        == partitions;
  }

  /** Number of scores whose images were first embedded by different checkpoints. */
  synchronized long rescored() {
    return scored.stream()
        .filter(
            score ->
                !checkpointIds.get(score.anchor()).equals(checkpointIds.get(score.contrastive())))
        .count();
  }

  synchronized String progress() {
    return "%d embeddings, %d scores, %d labelled pairs, %d dead letters, %d pairs in windows"
        .formatted(
            embeddings.total, scores.total, labelledPairs.total, deadLetters.size(), lossPairs);
  }

  /**
   * Compares the outputs with the inputs.
   *
   * @param images number of images sent
   * @param bad whether the model fails on the image of this number
   * @param poison invalid records sent
   */
  synchronized Verdict verdict(int images, IntPredicate bad, List<Load.Poison> poison) {
    Comparison all = new Comparison();
    for (int n = 0; n < images; n++) {
      boolean scorable = scorable(n, bad);
      boolean labelled = scorable && ScriptedInputs.target(n) != null;
      all.compare("embedding", n, embeddings.count(n), bad.test(n) ? 0 : 1);
      all.compare("score", n, scores.count(n), scorable ? 1 : 0);
      all.compare("labelled pair", n, labelledPairs.count(n), labelled ? 1 : 0);
      all.compare("dead letter of image", n, badImages.count(n), bad.test(n) ? 1 : 0);
      all.pairs += scorable ? 1 : 0;
      all.targets += labelled ? 1 : 0;
    }
    comparePoison(all, poison);
    all.doubled += doubledDeadLetters;
    if (sumsExact) {
      all.compareSum("pairs in loss windows", lossPairs, all.pairs);
      all.compareSum("targets in loss windows", lossTargets, all.targets);
    }
    long unknown = embeddings.total + badImages.total - all.counted("embedding", "dead letter");
    all.note(unknown, 0, "outputs of images that were never sent");
    all.note(bad.equals(NOTHING) ? unmatched : 0, 0, "images without a match");
    return new Verdict(
        images,
        all.lost,
        all.doubled + Math.abs(unknown),
        embeddings.outOfOrder + scores.outOfOrder + labelledPairs.outOfOrder,
        wrongVectors + scored.stream().filter(Predicate.not(this::ofOneCheckpoint)).count(),
        all.details.stream().limit(Comparison.MAX_DETAILS).toList());
  }

  /** The model fails on no image. */
  static final IntPredicate NOTHING = number -> false;

  private static boolean scorable(int number, IntPredicate bad) {
    return ScriptedInputs.role(number) == ImageRole.CONTRASTIVE
        && !bad.test(number)
        && !bad.test(ScriptedInputs.anchorOf(number));
  }

  private void comparePoison(Comparison all, List<Load.Poison> poison) {
    for (Load.Poison record : poison) {
      String origin = origin(record.topic(), record.partition(), record.offset());
      DeadLetter letter = deadLetters.get(origin);
      boolean same =
          letter != null
              && Arrays.equals(letter.key(), record.key())
              && Arrays.equals(letter.value(), record.value());
      if (!same) {
        all.lost++;
        all.details.add("no dead letter with the bytes of " + origin + ", but " + letter);
      }
    }
  }

  static String origin(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  private boolean ofOneCheckpoint(Score score) {
    double expected =
        CosineSimilarity.between(
            vector(score.anchor(), score.checkpointId()),
            vector(score.contrastive(), score.checkpointId()));
    return Math.abs(score.cosine() - expected) <= TOLERANCE;
  }

  private float[] vector(int number, String checkpointId) {
    if (knownModel) {
      return ScriptedInputs.vector(number, checkpointId);
    }
    ImageEmbedding embedding = byNumber.get(number);
    boolean same = embedding != null && embedding.getCheckpointId().equals(checkpointId);
    return same ? vector(embedding) : new float[ScriptedInputs.DIMENSION];
  }

  private static float[] vector(ImageEmbedding embedding) {
    float[] vector = new float[embedding.getVector().size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = embedding.getVector().get(i);
    }
    return vector;
  }

  /** Counts differences. */
  private static final class Comparison {
    private static final int MAX_DETAILS = 12;

    private final List<String> details = new ArrayList<>();
    private final Map<String, Long> counted = new HashMap<>();
    private long lost;
    private long doubled;
    private long pairs;
    private long targets;

    void compare(String what, int number, int found, int expected) {
      counted.merge(what, (long) found, Long::sum);
      lost += Math.max(0, expected - found);
      doubled += Math.max(0, found - expected);
      note(found, expected, what + " " + number);
    }

    void compareSum(String what, long found, long expected) {
      lost += Math.max(0, expected - found);
      doubled += Math.max(0, found - expected);
      note(found, expected, what);
    }

    long counted(String... what) {
      return counted.entrySet().stream()
          .filter(entry -> Arrays.stream(what).anyMatch(entry.getKey()::startsWith))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /** Lists what is missing before what occurs too often. */
    private void note(long found, long expected, String what) {
      if (found != expected) {
        details.add(
            found < expected ? 0 : details.size(),
            "%s: %d instead of %d".formatted(what, found, expected));
      }
    }
  }
}
