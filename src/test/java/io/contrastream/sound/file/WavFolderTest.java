package io.contrastream.sound.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.sound.Sound;
import io.contrastream.sound.Sounds;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFolderTest {

  @TempDir Path folder;

  @Test
  void shouldReadAFolderForEachLabel() throws IOException {
    // given the length says which label it is
    for (int label = 0; label < Labelled.CLASSES; label++) {
      for (int take = 0; take < 20; take++) {
        write(label + "/" + take + (take % 2 == 0 ? ".wav" : ".WAV"), 100 + label);
      }
    }

    // when
    Source<Labelled<Sound>> all = WavFolder.read(folder);
    Source<Labelled<Sound>> part = all.range(0, 100);

    // then
    assertThat(all.size()).isEqualTo(200);
    assertThat(IntStream.range(0, 200).mapToObj(all::get))
        .allMatch(it -> it.input().samples().length == 100 + it.label());
    assertThat(IntStream.range(0, 200).mapToObj(all::name)).doesNotHaveDuplicates();
    assertThat(part.name(3)).isEqualTo(all.name(3)).startsWith(part.get(3).label() + "/");
    assertThat(IntStream.range(0, 100).mapToObj(i -> part.get(i).label()).distinct()).hasSize(10);
    assertThat(all.notes()).isEmpty();
    assertThat(names(WavFolder.read(folder))).isEqualTo(names(all));
  }

  @Test
  void shouldReadAFlatFolderWithoutLabels() throws IOException {
    write("a.wav", 100);

    assertThat(WavFolder.read(folder).get(0).label()).isNull();
  }

  @Test
  void shouldNoteWhatIsLeftOut() throws IOException {
    // given
    write("1/good.wav", 100);
    write("1/.hidden.wav", 100);
    Files.writeString(folder.resolve("1/text.wav"), "no recording");
    Files.writeString(folder.resolve("1/README.txt"), "about");
    Files.write(folder.resolve("1/silent.wav"), WavWriter.bytes(new Sound(8_000, new short[80])));
    short[] square = new short[80];
    Arrays.fill(square, Short.MAX_VALUE);
    Files.write(folder.resolve("1/square.wav"), WavWriter.bytes(new Sound(8_000, square)));

    // when
    Source<Labelled<Sound>> sounds = WavFolder.read(folder);

    // then
    assertThat(names(sounds)).containsExactly("1/good.wav");
    assertThat(sounds.notes())
        .containsExactly(
            "Left out: %s/1/silent.wav: A sound must not be silent: its loudest sample is 0 of 32768."
                .formatted(folder),
            "Left out: %s/1/square.wav: A sound must not be clipped: 100.0 %% of its samples are at full scale; at most 20 %% may be."
                .formatted(folder),
            "Left out: %s/1/text.wav is not a WAV file: it does not begin with RIFF and WAVE."
                .formatted(folder),
            "1 files or folders in %s were left out, such as 1/README.txt; only .wav files right in the folder or in that of a label are read."
                .formatted(folder));
  }

  @Test
  void shouldCountWhatIsLeftOutBeyondTen() throws IOException {
    write("good.wav", 100);
    for (int i = 0; i < 13; i++) {
      Files.writeString(folder.resolve(i + ".wav"), "no recording");
    }

    assertThat(WavFolder.read(folder).notes())
        .hasSize(11)
        .contains("3 more recordings were left out.");
  }

  @Test
  void shouldRefuseAFolderWithoutRecordings() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "");

    assertRefused(
        "contains no WAV files; expected some in it, or in a folder for each label, 0 to 9.");
    Files.writeString(folder.resolve("a.wav"), "no recording");
    assertRefused("a.wav is not a WAV file");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> WavFolder.read(folder))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private static List<String> names(Source<?> source) {
    return IntStream.range(0, source.size()).mapToObj(source::name).toList();
  }

  private void write(String name, int samples) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, WavWriter.bytes(Sounds.tone(8_000, samples / 8_000.0, 500, 8_000)));
  }
}
