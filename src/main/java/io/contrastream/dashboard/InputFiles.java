package io.contrastream.dashboard;

import io.contrastream.image.Digit;
import io.contrastream.sound.Sound;
import io.contrastream.topic.InputRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Inputs as files that a browser shows or plays. */
final class InputFiles {
  private InputFiles() {}

  /** Returns a PNG file, white on black. */
  static byte[] png(byte[] pixels) {
    var image = new BufferedImage(Digit.WIDTH, Digit.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, Digit.WIDTH, Digit.HEIGHT, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Returns a WAV file. */
  static byte[] wav(Sound sound) {
    AudioFormat format = new AudioFormat(sound.rate(), Short.SIZE, 1, true, false);
    var samples = new ByteArrayInputStream(InputRecord.samples(sound).array());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      AudioSystem.write(
          new AudioInputStream(samples, format, sound.samples().length),
          AudioFileFormat.Type.WAVE,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
