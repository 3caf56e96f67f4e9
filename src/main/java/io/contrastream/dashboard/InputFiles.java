package io.contrastream.dashboard;

import io.contrastream.config.ImageFit;
import io.contrastream.image.Fitting;
import io.contrastream.image.Raster;
import io.contrastream.sound.Sound;
import io.contrastream.topic.InputRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Inputs as files that a browser shows or plays. */
final class InputFiles {
  /** Sides of the largest picture: the page shows small ones. */
  private static final int MAX_SIDE = 256;

  private InputFiles() {}

  /** Returns a PNG file, scaled down if the image is large. */
  static byte[] png(Raster image) {
    return encoded(
        Math.max(image.height(), image.width()) > MAX_SIDE
            ? Fitting.fit(image, MAX_SIDE, MAX_SIDE, image.channels(), ImageFit.RESIZE)
            : image);
  }

  private static byte[] encoded(Raster raster) {
    boolean gray = raster.channels() == 1;
    var image =
        new BufferedImage(
            raster.width(),
            raster.height(),
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    byte[] values = raster.values();
    if (gray) {
      image.getRaster().setDataElements(0, 0, raster.width(), raster.height(), values);
    } else {
      int[] bands = new int[values.length];
      IntStream.range(0, values.length).forEach(i -> bands[i] = values[i] & 0xff);
      image.getRaster().setPixels(0, 0, raster.width(), raster.height(), bands);
    }
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
