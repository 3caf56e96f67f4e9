package io.contrastream.cli.output;

import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.List;
import java.util.function.LongConsumer;

/** Counts the inputs that an encoder embeds. Not thread-safe; does not close the encoder. */
public final class CountingEncoder implements Encoder<byte[]> {
  /** Small enough for a display that moves, large enough to be fast. */
  private static final int BATCH = 256;

  private final Encoder<byte[]> encoder;
  private final LongConsumer listener;
  private long done;

  /**
   * @param encoder closed by the caller
   * @param listener receives the count after each 256 inputs
   */
  public CountingEncoder(Encoder<byte[]> encoder, LongConsumer listener) {
    this.encoder = encoder;
    this.listener = listener;
  }

  @Override
  public String checkpointId() {
    return encoder.checkpointId();
  }

  @Override
  public EncoderSpec spec() {
    return encoder.spec();
  }

  @Override
  public float[][] embed(List<byte[]> images) {
    float[][] vectors = new float[images.size()][];
    for (int from = 0; from < vectors.length; from += BATCH) {
      List<byte[]> part = images.subList(from, Math.min(vectors.length, from + BATCH));
      System.arraycopy(encoder.embed(part), 0, vectors, from, part.size());
      done += part.size();
      listener.accept(done);
    }
    return vectors;
  }

  @Override
  public void close() {
    // the caller closes the encoder
  }
}
