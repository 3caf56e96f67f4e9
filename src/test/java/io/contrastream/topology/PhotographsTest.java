package io.contrastream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageEncoding;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PNG and JPEG files in records. */
class PhotographsTest {
  private static final int COUNT = 200;

  @TempDir Path folder;
  private final Random random = new Random(3);

  @Test
  void shouldEmbedGoodFilesAndSendEachBadOneToTheDeadLetters() throws IOException {
    // given
    List<DigitImage> images = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      ImageEncoding encoding = i % 2 == 0 ? ImageEncoding.PNG : ImageEncoding.JPEG;
      byte[] file = file(i, encoding);
      String id = "photo-" + i;
      switch (i % 10) {
        case 7 -> file = Arrays.copyOf(file, file.length / 10);
        case 8 -> file = huge(file); // even numbers are PNG files
        case 9 -> encoding = ImageEncoding.PNG; // it is a JPEG
        default -> good.add(id);
      }
      images.add(
          DigitImage.newBuilder()
              .setImageId(id)
              .setEncoding(encoding)
              .setPixels(ByteBuffer.wrap(file))
              .build());
    }

    try (TopologyHarness stream = new TopologyHarness(folder, "image.fit=resize")) {
      // when
      images.forEach(image -> stream.send(image, 0));
      stream.send(Images.single("last", 1), 5);

      // then
      assertThat(stream.embeddings.readValuesToList())
          .extracting(ImageEmbedding::getImageId)
          .containsExactlyElementsOf(plus(good, "last"));
      assertThat(stream.deadLetters.readRecordsToList())
          .hasSize(COUNT - good.size())
          .allSatisfy(
              dead ->
                  assertThat(
                          new String(
                              dead.headers()
                                  .lastHeader(
                                      ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME)
                                  .value(),
                              StandardCharsets.UTF_8))
                      .contains("cannot be decoded as "));
    }
  }

  private static List<String> plus(List<String> ids, String id) {
    List<String> all = new ArrayList<>(ids);
    all.add(id);
    return all;
  }

  /** Returns a file as large as a small photograph, each third one gray. */
  private byte[] file(int number, ImageEncoding encoding) throws IOException {
    int type = number % 3 == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(640, 400 + number, type);
    var graphics = image.createGraphics();
    for (int i = 0; i < 50; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(600), random.nextInt(400), 90, 90);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, encoding.name(), out);
    return out.toByteArray();
  }

  /** Returns a PNG file whose header claims 10 gigapixels. */
  private static byte[] huge(byte[] png) {
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 100_000).putInt(20, 100_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    return png;
  }
}
