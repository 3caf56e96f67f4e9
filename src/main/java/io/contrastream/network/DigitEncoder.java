package io.contrastream.network;

import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.Fitting;
import java.util.List;

/** Scales digits to the images that an encoder of a user's own takes. */
record DigitEncoder(Encoder<byte[]> encoder) implements Encoder<byte[]> {

  @Override
  public EncoderSpec spec() {
    return encoder.spec();
  }

  @Override
  public String checkpointId() {
    return encoder.checkpointId();
  }

  @Override
  public float[][] embed(List<byte[]> digits) {
    List<Integer> shape = spec().input().shape();
    return encoder.embed(
        digits.stream()
            .map(each -> Fitting.digit(each, shape.get(1), shape.get(2), shape.get(0)).values())
            .toList());
  }

  @Override
  public void close() {
    encoder.close();
  }
}
