package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.FloatVector;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingMapTest {
  private static final int DIMENSION = 16;

  private static final EmbeddingMap.Reembedder NO_REEMBEDDING = (checkpoint, ids) -> Map.of();

  private final Random random = new Random(1);

  @Test
  void shouldProjectOntoThePrincipalComponents() {
    List<float[]> vectors =
        IntStream.range(0, 200).mapToObj(i -> vector(i % 4, 0, 1, 0.01)).toList();

    Projection projection = Projection.ofComponents(vectors);

    double[] here = projection.project(vector(0, 0, 1, 0));
    double[] there = projection.project(vector(2, 0, 1, 0));
    // unit vectors along different axes are √2 apart; a good plane keeps most of that
    assertThat(Math.hypot(here[0] - there[0], here[1] - there[1])).isGreaterThan(0.8);
  }

  @Test
  void shouldNotMoveDotsWhileOthersAreAdded() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);
    map.add(embeddings("one", 1000, 0), new ArrayList<>());
    Map<String, EmbeddingMap.Dot> before = byId(map.dots());
    List<EmbeddingMap.Dot> fresh = new ArrayList<>();

    boolean moved = map.add(embeddings("one", 100, 1000), fresh);

    assertThat(moved).isFalse();
    assertThat(fresh).hasSize(100);
    assertThat(map.dots()).hasSize(1100).containsAll(before.values());
  }

  @Test
  void shouldKeepEachLabelAtItsPlaceOnTheCircleWhenTheCheckpointChanges() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);
    map.add(embeddings("one", 1000, 0), new ArrayList<>());

    boolean moved = map.add(mirrored(embeddings("two", 1000, 0)), new ArrayList<>());

    assertThat(moved).isTrue();
    assertThat(map.space()).isEqualTo("two");
    assertThat(map.byLabel()).isTrue();
    for (int label = 0; label < 4; label++) { // clockwise from the top, a tenth of a turn each
      double angle = label * Math.PI / 5;
      assertThat(centroid(map.dots(), label)[0]).isCloseTo(Math.sin(angle), within());
      assertThat(centroid(map.dots(), label)[1]).isCloseTo(Math.cos(angle), within());
    }
  }

  @Test
  void shouldFallBackToComponentsIfMostImagesAreUnlabelled() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);
    List<ImageEmbedding> mixed = unlabelled(embeddings("one", 60, 0));
    mixed.addAll(embeddings("one", 40, 60));

    map.add(mixed, new ArrayList<>());

    assertThat(map.byLabel()).isFalse();
    assertThat(map.dots()).hasSize(100);
  }

  @Test
  void shouldCarryOverImagesThatCanBeEmbeddedAgain() {
    Map<InputId, float[]> again = new HashMap<>();
    EmbeddingMap map = new EmbeddingMap((checkpoint, ids) -> again);
    List<ImageEmbedding> old = unlabelled(embeddings("one", 300, 0));
    map.add(old, new ArrayList<>());
    Map<String, EmbeddingMap.Dot> before = byId(map.dots());
    old.stream()
        .limit(200)
        .forEach(one -> again.put(InputId.of(one), FloatVector.floats(one.getVector()).clone()));
    again.values().forEach(EmbeddingMapTest::mirror);

    boolean moved = map.add(unlabelled(embeddings("two", 1, 1000)), new ArrayList<>());

    assertThat(moved).isTrue();
    assertThat(map.dots()).hasSize(201); // the same images, and the new one
    for (EmbeddingMap.Dot dot : map.dots().subList(0, 200)) {
      // the new space mirrors the old one, so each image keeps its position
      assertThat(dot.x()).isCloseTo(before.get(dot.id()).x(), within());
      assertThat(dot.y()).isCloseTo(before.get(dot.id()).y(), within());
    }
  }

  @Test
  void shouldKeepTheCheckpointUntilAnotherClearlyLeads() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);
    map.add(embeddings("one", 300, 0), new ArrayList<>());
    List<EmbeddingMap.Dot> fresh = new ArrayList<>();

    List<ImageEmbedding> halves = new ArrayList<>(embeddings("one", 10, 300));
    halves.addAll(embeddings("two", 20, 310));
    boolean moved = map.add(halves, fresh);

    assertThat(moved).isFalse();
    assertThat(map.space()).isEqualTo("one");
    assertThat(fresh).hasSize(10);
    assertThat(map.add(embeddings("two", 40, 400), fresh)).isTrue();
    assertThat(map.space()).isEqualTo("two");
    assertThat(map.dots()).hasSize(40);
  }

  @Test
  void shouldReturnTheVectorsAddedAfterOthers() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);
    map.add(embeddings("one", 100, 0), new ArrayList<>());

    Embeddings all = Embeddings.of(map.space(), 0, map.after(0));
    map.add(embeddings("one", 5, 100), new ArrayList<>());
    Embeddings fresh = Embeddings.of(map.space(), all.last(), map.after(all.last()));

    assertThat(all.images()).hasSize(100);
    assertThat(all.dimension()).isEqualTo(DIMENSION);
    assertThat(Base64.getDecoder().decode(all.vectors())).hasSize(100 * DIMENSION * 4);
    assertThat(fresh.images().stream().map(Embeddings.Input::id))
        .containsExactly("100", "101", "102", "103", "104");
    assertThat(Embeddings.of("one", fresh.last(), map.after(fresh.last())).last())
        .isEqualTo(fresh.last());
  }

  @Test
  void shouldDropTheOldestDots() {
    EmbeddingMap map = new EmbeddingMap(NO_REEMBEDDING);

    map.add(embeddings("one", 5000, 0), new ArrayList<>());

    assertThat(map.dots()).hasSize(1500);
    assertThat(map.dots().get(1499).id()).isEqualTo("4999");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.1);
  }

  private List<ImageEmbedding> embeddings(String checkpoint, int count, int from) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> embedding(checkpoint, i, vector(i % 4, 0, 1, 0.05)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<ImageEmbedding> unlabelled(List<ImageEmbedding> embeddings) {
    embeddings.forEach(embedding -> embedding.setLabel(null));
    return embeddings;
  }

  /** Mirrors the space: other numbers, the same cosines. */
  private static List<ImageEmbedding> mirrored(List<ImageEmbedding> embeddings) {
    for (ImageEmbedding embedding : embeddings) {
      mirror(FloatVector.floats(embedding.getVector()));
    }
    return embeddings;
  }

  private static void mirror(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = -vector[i];
    }
  }

  private static ImageEmbedding embedding(String checkpoint, int i, float[] vector) {
    return ImageEmbedding.newBuilder()
        .setImageId(String.valueOf(i))
        .setLabel(i % 4)
        .setVector(FloatVector.of(vector))
        .setCheckpointId(checkpoint)
        .build();
  }

  /** A vector along the axis of its label. */
  private float[] vector(int label, double low, double high, double noise) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (low + noise * random.nextGaussian());
    }
    vector[label] += (float) high;
    return vector;
  }

  private static Map<String, EmbeddingMap.Dot> byId(List<EmbeddingMap.Dot> dots) {
    Map<String, EmbeddingMap.Dot> byId = new TreeMap<>();
    dots.forEach(dot -> byId.put(dot.id(), dot));
    return byId;
  }

  private static double[] centroid(List<EmbeddingMap.Dot> dots, int label) {
    return new double[] {
      dots.stream()
          .filter(dot -> dot.label() == label)
          .mapToDouble(dot -> dot.x())
          .average()
          .orElseThrow(),
      dots.stream()
          .filter(dot -> dot.label() == label)
          .mapToDouble(dot -> dot.y())
          .average()
          .orElseThrow()
    };
  }
}
