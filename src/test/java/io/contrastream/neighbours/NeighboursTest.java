package io.contrastream.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final int DIMENSION = 64;
  private static final int SIZE = 5000;
  private static final int QUERIES = 200;
  private static final int COUNT = 10;

  private final Random random = new Random(1);

  @Test
  void shouldFindWhatExactSearchFinds() {
    assertThat(recall(this::vector)).isEqualTo(1);
  }

  /** Clusters as tight as those of a trained network. */
  @Test
  void shouldDistinguishWhatFloat32ScoresCannot() {
    assertThat(recall(i -> near(i % 10, 2e-3))).isEqualTo(1);
  }

  private double recall(IntFunction<float[]> source) {
    List<float[]> vectors = IntStream.range(0, SIZE).mapToObj(source).toList();
    NeighbourIndex index = index(vectors);
    int found = 0;
    for (int query = 0; query < QUERIES; query++) {
      float[] wanted = source.apply(query);
      Set<String> exact = exact(vectors, wanted);
      found +=
          (int)
              index.nearest(wanted, Filter.NONE, COUNT).stream()
                  .filter(one -> exact.contains(one.imageId()))
                  .count();
    }
    return found / (double) (QUERIES * COUNT);
  }

  private static NeighbourIndex index(List<float[]> vectors) {
    NeighbourIndex index = new NeighbourIndex("one", DIMENSION, SIZE);
    for (int i = 0; i < SIZE; i++) {
      index.put(List.of(entry(i, vectors.get(i))));
    }
    return index;
  }

  /** As if the same images came repeatedly, rounded differently in batches of other sizes. */
  @Test
  void shouldFindTheNearestAmongDuplicates() {
    List<float[]> few = IntStream.range(0, 250).mapToObj(this::vector).toList();
    NeighbourIndex index =
        index(IntStream.range(0, SIZE).mapToObj(i -> rounded(few.get(i % 250))).toList());

    for (int query = 0; query < QUERIES; query++) {
      float[] wanted = vector(query);
      double nearest =
          few.stream().mapToDouble(one -> CosineSimilarity.between(one, wanted)).max().orElse(-1);
      assertThat(index.nearest(wanted, Filter.NONE, COUNT))
          .hasSize(COUNT)
          .allMatch(one -> Math.abs(one.cosine() - nearest) < 1e-5);
    }
  }

  private float[] rounded(float[] vector) {
    float[] result = vector.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= 1 + 2e-7f * (random.nextFloat() - 0.5f);
    }
    return result;
  }

  @Test
  void shouldFindAmongMoreDuplicatesThanABallHolds() {
    float[] always = vector(1);

    NeighbourIndex index =
        index(IntStream.range(0, SIZE).mapToObj(i -> i == 7 ? vector(2) : always).toList());

    assertThat(index.size()).isEqualTo(SIZE);
    assertThat(index.nearest(always, Filter.NONE, 100))
        .hasSize(100)
        .allMatch(one -> one.cosine() > 0.999999);
    assertThat(index.nearest(vector(2), Filter.NONE, 1).get(0).imageId()).isEqualTo("7");
  }

  @Test
  void shouldFindNothingForAVectorWithoutADirection() {
    NeighbourIndex index = new NeighbourIndex("one", DIMENSION, 10);
    float[] broken = vector(2);
    broken[7] = Float.NaN;

    index.put(List.of(entry(1, new float[DIMENSION])));
    index.put(List.of(entry(2, broken)));
    index.put(List.of(entry(3, vector(3))));

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.nearest(new float[DIMENSION], Filter.NONE, COUNT)).isEmpty();
    assertThat(index.nearest(vector(4), Filter.NONE, COUNT)).hasSize(1);
  }

  @Test
  void shouldAnswerFromOneSpaceOnlyWhileTheNextIsFilled() throws Exception {
    Neighbours neighbours = new Neighbours(2000, id -> false);
    neighbours.add(embeddings("one", 0, 1000));
    List<List<ImageEmbedding>> coming =
        IntStream.range(0, 50).mapToObj(i -> embeddings("two", 1000 + i * 20, 20)).toList();

    Set<String> asked = new HashSet<>(Set.of(neighbours.index().orElseThrow().space()));
    CompletableFuture<Void> filling =
        CompletableFuture.runAsync(() -> coming.forEach(neighbours::add));
    boolean last;
    do {
      last = filling.isDone();
      NeighbourIndex index = neighbours.index().orElseThrow();
      List<NeighbourIndex.Neighbour> near = index.nearest(vector(1), Filter.NONE, COUNT);
      boolean old = index.space().equals("one");
      asked.add(index.space());
      assertThat(near).hasSize(COUNT);
      assertThat(near).allMatch(one -> old == Integer.parseInt(one.imageId()) < 1000);
    } while (!last);

    filling.get();
    assertThat(asked).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void shouldServeTheOldIndexUntilTheNewOneIsAsFull() {
    Neighbours neighbours = new Neighbours(5000, id -> false);
    neighbours.add(embeddings("one", 0, 1000));

    neighbours.add(embeddings("two", 0, 999));
    String before = neighbours.index().orElseThrow().space();
    int filling = neighbours.index("two").orElseThrow().size();
    neighbours.add(embeddings("two", 999, 1));

    assertThat(before).isEqualTo("one");
    assertThat(filling).isEqualTo(999);
    assertThat(neighbours.index().orElseThrow().space()).isEqualTo("two");
    assertThat(neighbours.index("one")).isEmpty();
  }

  @Test
  void shouldChangeOverWhileSomeStillEmbedInTheOldSpace() {
    Neighbours neighbours = new Neighbours(200, id -> false);
    neighbours.add(embeddings("one", 0, 200));

    for (int i = 0; i < 100; i++) {
      neighbours.add(embeddings("two", 1000 + i, 1));
      neighbours.add(embeddings("one", 2000 + i, 1));
    }

    assertThat(neighbours.index().orElseThrow().space()).isEqualTo("two");
  }

  @Test
  void shouldGoOnWithTheOldSpaceIfTheNewOneHasEnded() {
    Neighbours neighbours = new Neighbours(200, id -> false);
    neighbours.add(embeddings("one", 0, 200));
    neighbours.add(embeddings("two", 1000, 10));

    neighbours.add(embeddings("one", 2000, 300));

    assertThat(neighbours.index().orElseThrow().space()).isEqualTo("one");
    assertThat(neighbours.index().orElseThrow().vector(Modality.IMAGE, "2250")).isPresent();
  }

  @Test
  void shouldKeepTheIndexOfASpaceThroughASwap() {
    Neighbours neighbours = new Neighbours(5000, id -> false);
    List<ImageEmbedding> later = embeddings("two", 100, 100);
    later.forEach(each -> each.setSpaceId("one"));
    neighbours.add(embeddings("one", 0, 100));

    neighbours.add(later);

    assertThat(neighbours.index().orElseThrow().space()).isEqualTo("one");
    assertThat(neighbours.index().orElseThrow().size()).isEqualTo(200);
    assertThat(neighbours.index("two")).isEmpty();
  }

  @Test
  void shouldStayBoundedAndKeepTheNewest() {
    Neighbours neighbours = new Neighbours(200, id -> false);

    for (int i = 0; i < 20; i++) {
      neighbours.add(embeddings("one", i * 100, 100));
      assertThat(neighbours.index().orElseThrow().size()).isBetween(1, 200);
    }

    NeighbourIndex index = neighbours.index().orElseThrow();
    assertThat(index.vector(Modality.IMAGE, "0")).isEmpty();
    assertThat(index.vector(Modality.IMAGE, "1800")).isPresent();
  }

  /** All captions are nearer than any image, and one has the id of an image. */
  @Test
  void shouldFindTheNearestOfEachModality() {
    NeighbourIndex index = new NeighbourIndex("one", DIMENSION, 2000);
    for (int i = 0; i < 600; i++) {
      index.put(List.of(entry(i, near(i % 10, 0.4)), entry(Modality.CAPTION, i, near(10, 1e-3))));
    }
    float[] wanted = near(10, 1e-3);

    assertThat(index.size()).isEqualTo(1200);
    assertThat(index.nearest(wanted, Filter.NONE, 5))
        .extracting(NeighbourIndex.Neighbour::modality)
        .containsExactlyElementsOf(
            Stream.concat(
                    Collections.nCopies(5, Modality.CAPTION).stream(),
                    Collections.nCopies(5, Modality.IMAGE).stream())
                .toList());
    assertThat(
            index.nearest(
                wanted, new Filter(Set.of(Modality.IMAGE, Modality.SOUND), null, 0, SIZE), 5))
        .hasSize(5)
        .allMatch(one -> one.modality() == Modality.IMAGE);
    assertThat(index.vector(Modality.IMAGE, "3")).isNotEqualTo(index.vector(Modality.CAPTION, "3"));
    assertThat(index.vector(Modality.SOUND, "3")).isEmpty();
  }

  private static Entry entry(int i, float[] vector) {
    return entry(Modality.IMAGE, i, vector);
  }

  private static Entry entry(Modality modality, int i, float[] vector) {
    return new Entry(modality, String.valueOf(i), "key" + i, i % 10, i, vector);
  }

  @Test
  void shouldLeaveOutExcludedImages() {
    Neighbours neighbours = new Neighbours(200, "1"::equals);

    neighbours.add(embeddings("one", 0, 3));

    assertThat(neighbours.index().orElseThrow().vector(Modality.IMAGE, "1")).isEmpty();
    assertThat(neighbours.index().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void shouldDropVectorsOfAnotherLengthThanTheFirstOfTheCheckpoint() {
    Neighbours neighbours = new Neighbours(200, id -> false);

    neighbours.add(embeddings("one", 0, 10));
    neighbours.add(List.of(embedding("one", 10, new float[] {1, 2})));

    assertThat(neighbours.index().orElseThrow().dimension()).isEqualTo(DIMENSION);
    assertThat(neighbours.index().orElseThrow().size()).isEqualTo(10);
  }

  @Test
  void shouldNotLetOneOddVectorDetermineTheDimension() {
    Neighbours neighbours = new Neighbours(200, id -> false);

    neighbours.add(List.of(embedding("one", 99, new float[] {1, 2})));
    neighbours.add(embeddings("one", 0, 10));

    assertThat(neighbours.index().orElseThrow().dimension()).isEqualTo(DIMENSION);
    assertThat(neighbours.index().orElseThrow().size()).isEqualTo(10);
  }

  private List<ImageEmbedding> embeddings(String checkpoint, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> embedding(checkpoint, i, vector(i)))
        .toList();
  }

  private static ImageEmbedding embedding(String checkpoint, int i, float[] vector) {
    return ImageEmbedding.newBuilder()
        .setImageId(String.valueOf(i))
        .setLabel(i % 10)
        .setVector(FloatVector.of(vector))
        .setCheckpointId(checkpoint)
        .build();
  }

  /** In one of ten clusters, one per label. */
  private float[] vector(int i) {
    return near(i % 10, 0.4);
  }

  private float[] near(int cloud, double width) {
    Random center = new Random(cloud);
    float[] vector = new float[DIMENSION];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = (float) (center.nextGaussian() + width * random.nextGaussian());
    }
    return vector;
  }

  private static Set<String> exact(List<float[]> vectors, float[] wanted) {
    double[] cosines =
        vectors.stream().mapToDouble(one -> CosineSimilarity.between(one, wanted)).toArray();
    return IntStream.range(0, vectors.size())
        .boxed()
        .sorted((a, b) -> Double.compare(cosines[b], cosines[a]))
        .limit(COUNT)
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }
}
