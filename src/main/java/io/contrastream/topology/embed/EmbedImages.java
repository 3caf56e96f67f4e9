package io.contrastream.topology.embed;

import io.contrastream.encoding.Encoder;
import io.contrastream.schema.DigitImage;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topology.microbatch.BatchFaultException;
import io.contrastream.topology.microbatch.BatchFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Embeds a batch of images with the checkpoint that is active when the batch starts. */
public record EmbedImages(Supplier<Encoder<byte[]>> activeEncoder)
    implements BatchFunction<DigitImage, EmbeddedImage> {

  @Override
  public List<EmbeddedImage> apply(List<DigitImage> images) {
    try (Encoder<byte[]> encoder = activeEncoder.get()) {
      return embed(encoder, images);
    }
  }

  public static List<EmbeddedImage> embed(Encoder<byte[]> encoder, List<DigitImage> images) {
    float[][] vectors =
        vectors(encoder, images.stream().map(it -> AvroSerde.bytes(it.getPixels())).toList());
    long now = System.currentTimeMillis();
    List<EmbeddedImage> embedded = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      embedded.add(new EmbeddedImage(images.get(i), vectors[i], encoder.checkpointId(), now));
    }
    return embedded;
  }

  /**
   * An image is at fault only if the encoder says so. Every other failure is the engine's, the
   * device's or a bug, and must not cost an image.
   */
  private static float[][] vectors(Encoder<byte[]> encoder, List<byte[]> pixels) {
    try {
      return encoder.embed(pixels);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BatchFaultException(
          "A batch of %d images cannot be embedded: %s".formatted(pixels.size(), e.getMessage()),
          e);
    }
  }
}
