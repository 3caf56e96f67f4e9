package io.contrastream.cli.output;

import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.List;
import java.util.function.LongConsumer;

/** Tells how many images an embedder has embedded. One thread calls; closes nothing. */
public final class CountingEmbedder implements Encoder<byte[]> {
  private final Encoder<byte[]> embedder;
  private final LongConsumer listener;
  private long done;

  /**
   * @param embedder stays the caller's
   * @param listener hears the count after each batch
   */
  public CountingEmbedder(Encoder<byte[]> embedder, LongConsumer listener) {
    this.embedder = embedder;
    this.listener = listener;
  }

  @Override
  public String checkpointId() {
    return embedder.checkpointId();
  }

  @Override
  public EncoderSpec spec() {
    return embedder.spec();
  }

  @Override
  public float[][] embed(List<byte[]> images) {
    float[][] vectors = embedder.embed(images);
    done += images.size();
    listener.accept(done);
    return vectors;
  }

  @Override
  public void close() {
    // the caller closes the embedder
  }
}
