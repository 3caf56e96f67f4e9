package io.contrastream.cli.output;

import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.List;
import java.util.function.LongConsumer;

/** Counts the inputs that an encoder embeds. Not thread-safe; does not close the encoder. */
public final class CountingEncoder implements Encoder<byte[]> {
  private final Encoder<byte[]> encoder;
  private final LongConsumer listener;
  private long done;

  /**
   * @param encoder closed by the caller
   * @param listener receives the count after each batch
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
    float[][] vectors = encoder.embed(images);
    done += images.size();
    listener.accept(done);
    return vectors;
  }

  @Override
  public void close() {
    // the caller closes the encoder
  }
}
