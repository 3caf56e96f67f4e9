package io.contrastream.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.schema.Modality;
import io.contrastream.sound.LogMel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  private static final int CAPACITY = 200; // ten of each digit and sign
  private static final int SOUND = LogMel.BANDS * LogMel.FRAMES;

  @Test
  void shouldKeepClassesThatComeNoMore() {
    ReplayBuffer buffer = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());
    add(buffer, 3, true, 0, 10);

    add(buffer, 7, true, 0, 5000);

    assertThat(buffer.pairs()).filteredOn(pair -> pair.anchor().label() == 3).hasSize(10);
  }

  @Test
  void shouldHoldNoMoreThanItsCapacity() {
    ReplayBuffer buffer = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());

    for (int label = 0; label < Digit.CLASSES; label++) {
      add(buffer, label, true, 0, 100);
      add(buffer, label, false, 0, 100);
    }

    assertThat(buffer.pairs()).hasSize(CAPACITY);
  }

  @Test
  void shouldSampleAllThatWentByAlike() {
    int early = 0;
    for (int seed = 0; seed < 100; seed++) {
      ReplayBuffer buffer = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, seed, Map.of());
      add(buffer, 1, true, 0, 100);
      early += (int) buffer.pairs().stream().filter(pair -> number(pair) < 50).count();
    }

    assertThat(early).isBetween(400, 600); // of 1000
  }

  @Test
  void shouldDrawRareClassesAsOftenAsOthers() {
    ReplayBuffer buffer = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());
    add(buffer, 3, true, 0, 1);
    add(buffer, 7, true, 0, 1000);

    long rare =
        IntStream.range(0, 1000)
            .filter(i -> buffer.draw(true).orElseThrow().anchor().label() == 3)
            .count();

    assertThat(rare).isBetween(400L, 600L);
  }

  @Test
  void shouldDrawTheSignAskedForOrNothing() {
    ReplayBuffer buffer = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());
    add(buffer, 3, false, 0, 5);

    assertThat(buffer.draw(false)).get().matches(pair -> !pair.positive());
    assertThat(buffer.draw(true)).isEmpty();
  }

  @Test
  void shouldGoOnAsIfItHadNotBeenSaved() {
    ReplayBuffer whole = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());
    add(whole, 3, true, 0, 50);
    add(whole, null, false, 0, 50);
    whole.draw(true);

    ReplayBuffer restored = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, whole.save());
    add(whole, 3, true, 50, 100);
    add(restored, 3, true, 50, 100);

    assertThat(same(restored.draw(true).orElseThrow(), whole.draw(true).orElseThrow())).isTrue();
    assertSame(restored.save(), whole.save());
  }

  @Test
  void shouldSayWhichPartOfAStateIsDamaged() {
    ReplayBuffer whole = new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, Map.of());
    add(whole, 3, true, 0, 5);
    Map<String, byte[]> saved = new HashMap<>(whole.save());
    saved.put("3+", new byte[20]);
    saved.get("3+")[11] = 5;

    assertThatThrownBy(() -> new ReplayBuffer(ModalityPair.IMAGES, CAPACITY, 1, saved))
        .isInstanceOf(TrainerStateException.class)
        .hasMessageContaining("3+")
        .hasMessageContaining("--from-scratch");
  }

  @Test
  void shouldRestoreInputsOfAnyLengthAndModality() {
    ModalityPair modalities = ModalityPair.of(Modality.CAPTION, Modality.SOUND);
    ReplayBuffer whole = new ReplayBuffer(modalities, CAPACITY, 1, Map.of());
    Sample caption = new Sample(Modality.CAPTION, "sieben".getBytes(UTF_8), 7);
    Sample sound = new Sample(Modality.SOUND, new byte[SOUND], 7);
    whole.add(new SamplePair(sound, caption, true));

    ReplayBuffer restored = new ReplayBuffer(modalities, CAPACITY, 1, whole.save());

    SamplePair pair = restored.draw(true).orElseThrow();
    assertThat(pair.anchor().modality()).isEqualTo(Modality.SOUND);
    assertThat(pair.anchor().content()).hasSize(SOUND);
    assertThat(pair.contrastive().modality()).isEqualTo(Modality.CAPTION);
    assertThat(pair.contrastive().content()).isEqualTo("sieben".getBytes(UTF_8));
    assertThat(pair.contrastive().label()).isEqualTo(7);
  }

  static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  private static void add(ReplayBuffer buffer, Integer label, boolean positive, int from, int to) {
    IntStream.range(from, to).mapToObj(i -> pair(label, positive, i)).forEach(buffer::add);
  }

  private static SamplePair pair(Integer label, boolean positive, int number) {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[0] = (byte) number;
    return SamplePair.of(
        new DigitPair(new Digit(pixels, label), new Digit(pixels, label), positive));
  }

  private static int number(SamplePair pair) {
    return pair.anchor().content()[0];
  }

  private static boolean same(SamplePair a, SamplePair b) {
    return List.of(number(a), a.anchor().label()).equals(List.of(number(b), b.anchor().label()));
  }
}
