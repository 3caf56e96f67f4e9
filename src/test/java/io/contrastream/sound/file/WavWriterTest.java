package io.contrastream.sound.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.sound.Sound;
import io.contrastream.sound.Sounds;
import java.io.ByteArrayInputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

class WavWriterTest {
  private static final Sound SOUND = Sounds.chirp(11_025, 0.3);

  @Test
  void shouldWriteWhatTheReaderReads() {
    Sound read = WavFile.parse(WavWriter.bytes(SOUND), "a.wav");

    assertThat(read.rate()).isEqualTo(SOUND.rate());
    assertThat(read.samples()).containsExactly(SOUND.samples());
  }

  @Test
  void shouldWriteWhatOthersRead() throws Exception {
    byte[] file = WavWriter.bytes(SOUND);

    try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
      assertThat(in.getFormat().matches(new AudioFormat(11_025, 16, 1, true, false))).isTrue();
      assertThat(in.getFrameLength()).isEqualTo(SOUND.samples().length);
    }
  }
}
