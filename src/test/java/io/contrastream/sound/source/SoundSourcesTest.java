package io.contrastream.sound.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.sound.Sound;
import io.contrastream.sound.Sounds;
import io.contrastream.sound.file.WavWriter;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundSourcesTest {

  @Test
  void shouldOpenAFolder(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 5; i++) {
      byte[] file = WavWriter.bytes(Sounds.tone(8_000, 0.1 + i / 10.0, 500, 9_000));
      Files.write(folder.resolve(i + ".wav"), file);
    }

    Source<Labelled<Sound>> whole = SoundSources.open("wav:" + folder, 0);
    Source<Labelled<Sound>> part = SoundSources.open("wav:" + folder + "[-2:]", 0);

    assertThat(whole.size()).isEqualTo(5);
    assertThat(part.size()).isEqualTo(2);
    assertThat(part.name(1)).isEqualTo(whole.name(4));
  }

  @Test
  void shouldOpenTheGenerator() {
    Source<Labelled<Sound>> endless = SoundSources.open("spoken", 3);
    Source<Labelled<Sound>> part = SoundSources.open("spoken:40[10:30]", 3);

    assertThat(endless.size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(part.size()).isEqualTo(20);
    assertThat(part.get(0).input().samples()).isEqualTo(endless.get(10).input().samples());
    assertThat(SoundSources.open("spoken", 4).get(10).input().samples())
        .isNotEqualTo(endless.get(10).input().samples());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mp3:a | 'mp3:a' is not a source of sounds: it begins with 'mp3'; expected one of spoken,"
            + " wav.",
        "wav: | 'wav:' needs a path, as in wav:PATH.",
        "wav | 'wav:' needs a path, as in wav:PATH.",
        "spoken:many | The count in 'spoken:many' is not a whole number; write, for example,"
            + " spoken:10000.",
        "spoken:0 | The count of 'spoken' is 0; it must be at least 1.",
        "spoken:5[3:9] | The slice [3:9] is empty or reaches beyond the 5 inputs of its source."
      })
  void shouldSayWhatIsWrongWithASpec(String spec, String message) {
    assertThatThrownBy(() -> SoundSources.open(spec, 0))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }
}
