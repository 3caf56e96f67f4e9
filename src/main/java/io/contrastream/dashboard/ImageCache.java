package io.contrastream.dashboard;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.topic.AvroSerde;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The pixels of recent images, by image id. Any thread may call. */
final class ImageCache {
  private static final int MAX_IMAGES = 20_000;

  private final Map<String, byte[]> pixels =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > MAX_IMAGES;
        }
      };

  /** Adds an image; ignores one of another size. */
  synchronized void add(DigitImage image) {
    byte[] bytes = AvroSerde.bytes(image.getPixels());
    if (bytes.length == Digit.PIXELS) {
      pixels.put(image.getImageId(), bytes);
    }
  }

  synchronized boolean has(String imageId) {
    return pixels.containsKey(imageId);
  }

  /** The pixels of an image, not to be written to; empty if it is not in the cache. */
  synchronized Optional<byte[]> pixels(String imageId) {
    return Optional.ofNullable(pixels.get(imageId));
  }

  /** The image as a PNG file, white on black; empty if it is not in the cache. */
  Optional<byte[]> png(String imageId) {
    return pixels(imageId).map(ImageCache::encode);
  }

  private static byte[] encode(byte[] pixels) {
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
}
