package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.neighbours.Entry;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
  private final List<String> notes = new ArrayList<>();

  @Test
  void shouldHoldWhatIsWantedOfUsualVectors() {
    Room room = new Room(2_000_000, 2L << 30, notes::add);

    assertThat(room.capacity(64)).isEqualTo(2_000_000);
    assertThat(notes).isEmpty();
  }

  @Test
  void shouldHoldFewerOfLongVectorsAndSayOnceWhatToSet() {
    Room room = new Room(1_000_000, 2L << 30, notes::add);

    int capacity = room.capacity(1024);
    room.capacity(1024);

    assertThat(capacity).isBetween(150_000, 200_000);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains("CONTRASTREAM_JAVA_OPTS=-Xmx12g", "index.vectors");
    assertThat(new Room(1_000_000, 12L << 30, notes::add).capacity(1024)).isEqualTo(1_000_000);
  }

  /** Around some directions, as those of a trained network. */
  @ParameterizedTest
  @ValueSource(ints = {4, 64, 100})
  void shouldKnowTheMemoryOfAnEmbedding(int dimension) {
    NeighbourIndex index = new NeighbourIndex("a", dimension, 100_000);
    Random random = new Random(3);
    for (int i = 0; i < 30_000; i++) {
      float[] vector = new float[dimension];
      Random center = new Random(i % 10);
      for (int j = 0; j < dimension; j++) {
        vector[j] = (float) (center.nextGaussian() + 0.1 * random.nextGaussian());
      }
      String id = "image-%010d".formatted(i);
      index.put(List.of(new Entry(Modality.IMAGE, id, id, 1, 0, vector)));
    }

    assertThat(NeighbourIndex.usualBytes(dimension))
        .isBetween(index.bytes() / 30_000, 2 * index.bytes() / 30_000);
  }
}
