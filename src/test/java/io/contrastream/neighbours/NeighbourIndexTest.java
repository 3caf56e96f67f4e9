package io.contrastream.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NeighbourIndexTest {
  private static final int DIMENSION = 12; // no multiple of what is summed at once
  private static final int CAPACITY = 3000;
  private static final Set<Modality> IMAGES = Set.of(Modality.IMAGE);

  private final Random random = new Random(5);

  /** By modality and id, oldest first: what the index must hold. */
  private final Map<String, Entry> expected = new LinkedHashMap<>();

  private final NeighbourIndex index = new NeighbourIndex("space", DIMENSION, CAPACITY);

  private void put(Entry entry) {
    String name = entry.modality() + entry.id();
    if (expected.remove(name) == null && expected.size() == CAPACITY) {
      expected.remove(expected.keySet().iterator().next());
    }
    expected.put(name, entry);
    index.put(List.of(entry));
  }

  private void delete(String key) {
    expected.values().removeIf(entry -> key.equals(entry.key()));
    index.delete(key);
  }

  private Entry randomEntry() {
    int number = random.nextInt(5000);
    return new Entry(
        random.nextInt(4) == 0 ? Modality.CAPTION : Modality.IMAGE,
        "id" + number,
        "key" + number % 700,
        number % 11 == 10 ? null : Integer.valueOf(number % 11),
        number,
        vector());
  }

  /** Around one of ten directions, more or less closely. */
  private float[] vector() {
    Random center = new Random(random.nextInt(10));
    double width = random.nextBoolean() ? 1e-3 : 0.5;
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (center.nextGaussian() + width * random.nextGaussian());
    }
    return vector;
  }

  private List<Double> exact(float[] vector, Filter filter, int count) {
    List<Double> cosines = new ArrayList<>();
    for (Modality modality : filter.modalities()) {
      expected.values().stream()
          .filter(each -> each.modality() == modality)
          .filter(each -> filter.accepts(each.label(), each.producedMs()))
          .map(each -> CosineSimilarity.between(vector, each.vector()))
          .sorted(Comparator.reverseOrder())
          .limit(count)
          .forEach(cosines::add);
    }
    cosines.sort(Comparator.reverseOrder());
    return cosines;
  }

  private void assertExact(Filter filter) {
    float[] vector = vector();
    List<Double> exact = exact(vector, filter, 7);
    List<Neighbour> found = index.nearest(vector, filter, 7);
    assertThat(found).hasSameSizeAs(exact);
    for (int i = 0; i < exact.size(); i++) {
      Neighbour each = found.get(i);
      Entry entry = expected.get(each.modality() + each.imageId());
      assertThat(each.cosine()).isBetween(exact.get(i) - 2e-7, exact.get(i) + 2e-7);
      assertThat(each.label()).isEqualTo(entry.label());
      assertThat(filter.accepts(entry.label(), entry.producedMs())).isTrue();
    }
  }

  private void assertExact() {
    assertThat(index.size()).isEqualTo(expected.size());
    for (int i = 0; i < 30; i++) {
      assertExact(Filter.NONE);
      assertExact(new Filter(IMAGES, i % 10, Long.MIN_VALUE, Long.MAX_VALUE));
      assertExact(new Filter(Filter.ALL_MODALITIES, null, 1000 + i, 1005 + i));
    }
  }

  @Test
  void shouldFindExactlyTheNearestWhateverIsAddedReplacedAndDeleted() {
    // when
    for (int i = 0; i < 30_000; i++) {
      put(randomEntry());
      if (i % 50 == 0) {
        delete("key" + random.nextInt(700));
      }
      if (i % 10_000 == 0) {
        assertExact();
      }
    }

    // then
    assertExact();
    for (Entry entry : expected.values()) {
      float[] vector = index.vector(entry.modality(), entry.id()).orElseThrow();
      assertThat(CosineSimilarity.between(vector, entry.vector())).isGreaterThan(0.999999);
    }
  }

  @Test
  void shouldBeEmptyAndUsableAfterEverythingIsDeleted() {
    // given
    for (int i = 0; i < 3000; i++) {
      put(randomEntry());
    }

    // when
    for (int i = 0; i < 700; i++) {
      delete("key" + i);
    }
    int size = index.size();
    put(randomEntry());

    // then
    assertThat(size).isZero();
    assertExact();
  }

  /** What does not change must be found as if nothing else did. */
  @Test
  void shouldBeExactWhileItChangesAndIsSaved() throws Exception {
    // given
    for (int i = 0; i < 1500; i++) {
      put(new Entry(Modality.IMAGE, "still" + i, "still" + i, 1, 0, vector()));
    }
    Filter still = new Filter(IMAGES, 1, Long.MIN_VALUE, Long.MAX_VALUE);
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Integer> changes =
        CompletableFuture.supplyAsync(() -> changeUntil(stopped, index));

    try {
      for (int i = 0; i < 2000; i++) {
        // when
        float[] vector = vector();
        List<Neighbour> found = index.nearest(vector, still, 7);
        List<Neighbour> ofAll = index.nearest(vector, new Filter(IMAGES, null, 0, 9), 7);

        // then
        List<Double> exact = exact(vector, still, 7);
        assertThat(found).hasSize(7);
        for (int j = 0; j < 7; j++) {
          assertThat(found.get(j).cosine()).isBetween(exact.get(j) - 2e-7, exact.get(j) + 2e-7);
          assertThat(ofAll.get(j).cosine()).isGreaterThan(exact.get(j) - 2e-7);
        }
        assertThat(ofAll).extracting(Neighbour::imageId).doesNotHaveDuplicates();
      }
    } finally {
      stopped.set(true);
    }
    assertThat(changes.get(1, TimeUnit.MINUTES)).isPositive();
  }

  private static int changeUntil(AtomicBoolean stopped, NeighbourIndex index) {
    NeighbourIndexTest other = new NeighbourIndexTest();
    int number = 0;
    while (!stopped.get()) {
      String id = "moving" + number % 1000;
      index.put(List.of(new Entry(Modality.IMAGE, id, id, 2, 5, other.vector())));
      if (number % 3 == 0) {
        index.delete("moving" + (number + 300) % 1000);
      }
      if (number % 500 == 0) {
        save(index);
      }
      number++;
    }
    return number;
  }

  private static void save(NeighbourIndex index) {
    try {
      SavedIndex.write(index, new DataOutputStream(OutputStream.nullOutputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As if all records had the same key, or most of them none. */
  @Test
  void shouldDeleteAllOfAKey() {
    // given
    for (int i = 0; i < 2000; i++) {
      String key = i % 3 == 0 ? null : "same";
      put(new Entry(Modality.IMAGE, "id" + i, key, null, 0, vector()));
    }

    // when
    delete("same");

    // then
    assertThat(index.size()).isEqualTo(667);
    assertExact(Filter.NONE);
  }
}
