package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.contrastream.checkpoint.EncoderDescription;
import io.contrastream.checkpoint.EncoderDescription.Layout;
import io.contrastream.encoding.EncoderSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Turns pixels into what the model takes, and takes its output as vectors, one after another.
 *
 * @param anyDimension whether vectors may have another dimension than the description says
 */
record PixelTranslator(EncoderDescription description, boolean anyDimension)
    implements Translator<List<byte[]>, float[]> {
  private static final String COUNT = "count";

  PixelTranslator(EncoderDescription description) {
    this(description, false);
  }

  @Override
  public Batchifier getBatchifier() {
    return null; // the input is a batch
  }

  @Override
  public NDList processInput(TranslatorContext context, List<byte[]> images) {
    context.setAttachment(COUNT, images.size());
    List<Integer> shape = description.spec().input().shape();
    long channels = shape.get(0);
    long height = shape.get(1);
    long width = shape.get(2);
    Shape batch =
        description.layout() == Layout.NCHW
            ? new Shape(images.size(), channels, height, width)
            : new Shape(images.size(), height, width, channels);
    boolean bytes = description.type() == EncoderSpec.Type.UINT8;
    NDArray array =
        context
            .getNDManager()
            .create(
                bytes ? bytes(images) : floats(images),
                batch,
                bytes ? DataType.UINT8 : DataType.FLOAT32);
    return new NDList(array);
  }

  private ByteBuffer bytes(List<byte[]> images) {
    ByteBuffer out = ByteBuffer.allocateDirect(images.size() * size());
    images.forEach(image -> inOrder(image, (value, channel) -> out.put((byte) value)));
    return out.flip();
  }

  private ByteBuffer floats(List<byte[]> images) {
    ByteBuffer out =
        ByteBuffer.allocateDirect(images.size() * size() * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    FloatBuffer numbers = out.asFloatBuffer();
    float[] scale = new float[description.mean().size()];
    float[] offset = new float[scale.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = 1 / (description.divisor() * description.deviation().get(i));
      offset[i] = -description.mean().get(i) / description.deviation().get(i);
    }
    images.forEach(
        image ->
            inOrder(
                image, (value, channel) -> numbers.put(value * scale[channel] + offset[channel])));
    return out;
  }

  private int size() {
    return description.spec().input().size();
  }

  /** Takes a value, 0 to 255, and its channel. */
  private interface Values {
    void take(int value, int channel);
  }

  /** Images have the channels of a pixel together. */
  private void inOrder(byte[] image, Values out) {
    int channels = description.spec().input().shape().get(0);
    if (description.layout() == Layout.NHWC || channels == 1) {
      for (int i = 0; i < image.length; i++) {
        out.take(image[i] & 0xff, i % channels);
      }
      return;
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int i = channel; i < image.length; i += channels) {
        out.take(image[i] & 0xff, channel);
      }
    }
  }

  @Override
  public float[] processOutput(TranslatorContext context, NDList outputs) {
    int count = (int) context.getAttachment(COUNT);
    if (description.output() >= outputs.size()) {
      throw new IllegalArgumentException(
          "it has %d outputs, none of index %d (output in encoder.yaml)"
              .formatted(outputs.size(), description.output()));
    }
    NDArray output = outputs.get(description.output());
    int dimension = description.spec().dimension();
    if (output.getShape().dimension() < 2
        || output.getShape().get(0) != count
        || !anyDimension && output.getShape().size() != (long) count * dimension) {
      throw new IllegalArgumentException(
          "its output has the shape %s for %d images, not %s: correct dimension or output in encoder.yaml"
              .formatted(output.getShape(), count, new Shape(count, dimension)));
    }
    return output.toType(DataType.FLOAT32, false).toFloatArray();
  }
}
