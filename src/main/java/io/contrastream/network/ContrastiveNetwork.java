package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.image.Digit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network that turns an image into a vector: two convolutions with batch normalisation, two
 * linear layers, 609,920 trained numbers. Its weights carry the names of PyTorch's state_dict.
 *
 * <p>Owns its native memory until {@link #close}. Threads: several may call {@link #forward} with
 * {@code training == false} at once; everything else belongs to one thread, and nobody may be in
 * {@code forward} while another closes.
 */
public final class ContrastiveNetwork implements AutoCloseable {

  /** Length of a vector. */
  public static final int DIMENSION = 64;

  private static final String BATCHES_TRACKED = ".num_batches_tracked";
  private static final String RUNNING = ".running_";

  /** Share of a layer's output that training leaves out. */
  private static final float DROPOUT = 0.3f;

  private static final Shape KERNEL = new Shape(5, 5);
  private static final Shape POOL = new Shape(2, 2);

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Long> batchesTracked = new LinkedHashMap<>();
  private final SequentialBlock block = new SequentialBlock();
  private final float dropout;
  private final NDManager manager;
  private final ParameterStore store;

  /**
   * @param checkpoint a state_dict of exactly this network
   */
  public ContrastiveNetwork(Checkpoint checkpoint) {
    this(checkpoint, DROPOUT);
  }

  /**
   * @param checkpoint a state_dict of exactly this network
   * @param dropout share of a layer's output that training leaves out, 0 to below 1
   */
  public ContrastiveNetwork(Checkpoint checkpoint, float dropout) {
    this(checkpoint, dropout, LibTorch.newManager());
  }

  /**
   * @param manager on the CPU; this closes it, also where it fails to build
   */
  ContrastiveNetwork(Checkpoint checkpoint, float dropout, NDManager manager) {
    this.dropout = dropout;
    this.manager = manager;
    convolution("conv1", 32);
    convolution("conv2", 64);
    block.add(Blocks.batchFlattenBlock());
    linear("linear1.0", 512);
    block.add(Activation.reluBlock()).add(dropout());
    linear("linear1.3", DIMENSION);
    try {
      store = new ParameterStore(manager, false);
      block.initialize(manager, DataType.FLOAT32, imageShape(1));
      checkpoint.tensors().forEach(this::load);
    } catch (Throwable e) {
      manager.close();
      throw e;
    }
  }

  /** Shape of a batch of n images: (n, 1, 28, 28). */
  public static Shape imageShape(int n) {
    return new Shape(n, 1, Digit.HEIGHT, Digit.WIDTH);
  }

  /** A manager for the tensors of one pass, to be closed after it. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * @param images (batch, 1, 28, 28) float32 in [-1, 1]; its manager receives the result
   * @param training with dropout and the batch's own statistics, which also move the running ones
   * @return (batch, 64) float32
   */
  public NDArray forward(NDArray images, boolean training) {
    if (training) {
      batchesTracked.replaceAll((name, batches) -> batches + 1);
    }
    return block.forward(store, new NDList(images), training).singletonOrThrow();
  }

  /** The numbers that training changes, in the order of the state_dict. */
  public List<NDArray> trainedWeights() {
    return parameters.values().stream()
        .filter(Parameter::requiresGradient)
        .map(Parameter::getArray)
        .toList();
  }

  /** All float tensors by their state_dict names, as views: writing changes the network. */
  public Map<String, FloatBuffer> weights() {
    Map<String, FloatBuffer> views = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> views.put(name, NativeFloats.view(parameter.getArray())));
    return views;
  }

  /** A copy of the weights as they are now. */
  public Checkpoint checkpoint(Map<String, String> metadata) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          tensors.put(name, copy(parameter.getArray()));
          String counter = name.replace(".running_var", BATCHES_TRACKED);
          if (batchesTracked.containsKey(counter)) {
            tensors.put(counter, scalar(batchesTracked.get(counter)));
          }
        });
    return new Checkpoint(tensors, metadata);
  }

  /** A copy of what training's forward passes move by themselves: the running statistics. */
  public Map<String, Tensor> statistics() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          if (name.contains(RUNNING)) {
            tensors.put(name, copy(parameter.getArray()));
          }
        });
    batchesTracked.forEach((name, batches) -> tensors.put(name, scalar(batches)));
    return tensors;
  }

  /** Takes over the numbers of tensors, by their state_dict names; the others stay as they are. */
  public void restore(Map<String, Tensor> tensors) {
    tensors.forEach(this::load);
  }

  @Override
  public void close() {
    manager.close();
  }

  private void convolution(String name, int channels) {
    Conv2d conv = Conv2d.builder().setKernelShape(KERNEL).setFilters(channels).build();
    BatchNorm norm = BatchNorm.builder().optMomentum(0.9f).build();
    register(name + ".0", conv, "weight", "bias");
    register(name + ".1", norm, "weight", "bias", "running_mean", "running_var");
    batchesTracked.put(name + ".1" + BATCHES_TRACKED, 0L);
    block
        .add(conv)
        .add(norm)
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(POOL, POOL))
        .add(dropout());
  }

  private void linear(String name, int units) {
    Linear linear = Linear.builder().setUnits(units).build();
    register(name, linear, "weight", "bias");
    block.add(linear);
  }

  private Dropout dropout() {
    return Dropout.builder().optRate(dropout).build();
  }

  private void register(String layer, Block block, String... names) {
    List<Parameter> own = block.getDirectParameters().values();
    for (int i = 0; i < names.length; i++) {
      parameters.put(layer + "." + names[i], own.get(i));
    }
  }

  private void load(String name, Tensor tensor) {
    if (name.endsWith(BATCHES_TRACKED)) {
      batchesTracked.put(name, tensor.data().getLong());
    } else {
      NativeFloats.view(parameters.get(name).getArray()).put(tensor.data().asFloatBuffer());
    }
  }

  private static Tensor copy(NDArray array) {
    ByteBuffer data =
        ByteBuffer.allocate(Math.toIntExact(array.size()) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(NativeFloats.view(array));
    return new Tensor(Tensor.Type.F32, array.getShape().getShape(), data);
  }

  private static Tensor scalar(long value) {
    ByteBuffer data =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip();
    return new Tensor(Tensor.Type.I64, new long[0], data);
  }
}
