package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of one modality, as it is trained. Its weights have the names of PyTorch's
 * state_dict. Owns its native memory until {@link #close}. Several threads may call {@link
 * #forward} with {@code training == false} at once; everything else must be called by one thread,
 * and no thread may be in {@code forward} while another closes the network.
 */
public final class ContrastiveNetwork implements AutoCloseable {

  private static final String BATCHES_TRACKED = Layer.Convolution.BATCHES_TRACKED;

  /** Share of a layer's output that training drops in the network of images by default. */
  public static final float DROPOUT = 0.3f;

  private static final Shape POOL = new Shape(2, 2);

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Long> batchesTracked = new LinkedHashMap<>();
  private final SequentialBlock block = new SequentialBlock();
  private final Architecture architecture;

  /** Tensors of the checkpoint's other networks, which stay as they are. */
  private final Map<String, Tensor> others = new LinkedHashMap<>();

  private final float dropout;
  private final NDManager manager;
  private final ParameterStore store;

  /** Loads the network of images. */
  public ContrastiveNetwork(Checkpoint checkpoint) {
    this(checkpoint, DROPOUT);
  }

  /**
   * Loads one of a checkpoint's networks.
   *
   * @param dropout as of the other constructor
   */
  public ContrastiveNetwork(Architecture architecture, Checkpoint checkpoint, float dropout) {
    this(architecture, checkpoint, dropout, LibTorch.newManager());
  }

  /**
   * @param dropout share of a layer's output that training drops, from 0 to below 1
   */
  public ContrastiveNetwork(Checkpoint checkpoint, float dropout) {
    this(ImageEncoders.NETWORK, checkpoint, dropout, LibTorch.newManager());
  }

  /**
   * @param manager on the CPU; closed by this network, and if it can't be built
   */
  ContrastiveNetwork(
      Architecture architecture, Checkpoint checkpoint, float dropout, NDManager manager) {
    this.architecture = architecture;
    this.dropout = dropout;
    this.manager = manager;
    architecture.layers().forEach(this::add);
    try {
      store = new ParameterStore(manager, false);
      block.initialize(manager, DataType.FLOAT32, batchShape(1));
      checkpoint.tensors().forEach(this::load);
    } catch (Throwable e) {
      manager.close();
      throw e;
    }
  }

  /** Returns the shape of a batch of n inputs; of images (n, channels, height, width). */
  public Shape batchShape(int n) {
    return batchShape(architecture, n);
  }

  static Shape batchShape(Architecture architecture, int n) {
    long[] input = architecture.spec().input().shape().stream().mapToLong(it -> it).toArray();
    return new Shape(n).addAll(new Shape(input));
  }

  /** Returns a manager for the tensors of one pass, to be closed after it. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * @param inputs of {@link #batchShape}, float32; numbers of images and sounds are in [-1, 1]. Its
   *     manager gets the result
   * @param training whether to use dropout and the batch's own statistics, which also update the
   *     running ones
   * @return (batch, dimension) float32
   */
  public NDArray forward(NDArray inputs, boolean training) {
    if (training) {
      batchesTracked.replaceAll((name, batches) -> batches + 1);
    }
    return block.forward(store, new NDList(inputs), training).singletonOrThrow();
  }

  /** Returns the weights that training changes, in the order of the state_dict. */
  public List<NDArray> trainedWeights() {
    return parameters.values().stream()
        .filter(Parameter::requiresGradient)
        .map(Parameter::getArray)
        .toList();
  }

  /** Returns all float tensors by their state_dict names, as views: writing changes the network. */
  public Map<String, FloatBuffer> weights() {
    Map<String, FloatBuffer> views = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> views.put(name, NativeFloats.view(parameter.getArray())));
    return views;
  }

  /**
   * Returns a copy of the weights as they are now, with those of the checkpoint's other networks.
   */
  public Checkpoint checkpoint(Map<String, String> metadata) {
    Map<String, Tensor> tensors = copies("");
    tensors.putAll(others);
    return new Checkpoint(tensors, metadata);
  }

  /** Returns a copy of the running statistics, which training's forward passes update. */
  public Map<String, Tensor> statistics() {
    return copies(".running_");
  }

  /** Returns the parameters whose names contain a text, and the counters, as in the state_dict. */
  private Map<String, Tensor> copies(String part) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          if (name.contains(part)) {
            NDArray array = parameter.getArray();
            long[] shape = array.getShape().getShape();
            tensors.put(name, Tensor.ofFloats(NativeFloats.view(array), shape));
          }
          String counter = name.replace(".running_var", BATCHES_TRACKED);
          if (batchesTracked.containsKey(counter)) {
            tensors.put(counter, Tensor.ofLong(batchesTracked.get(counter)));
          }
        });
    return tensors;
  }

  /** Sets tensors by their state_dict names; the others stay as they are. */
  public void restore(Map<String, Tensor> tensors) {
    tensors.forEach(this::load);
  }

  @Override
  public void close() {
    manager.close();
  }

  private void add(Layer layer) {
    if (layer instanceof Layer.Convolution it) {
      add(it);
    } else if (layer instanceof Layer.Linear it) {
      add(it);
    } else if (layer instanceof Layer.Bag it) {
      Linear mean = Linear.builder().setUnits(it.out()).optBias(false).build();
      register(it.name(), mean, "weight");
      block.add(mean);
    } else {
      block.add(new LambdaBlock(maps -> new NDList(FoldedNetwork.pooledOverTime(maps.head()))));
    }
  }

  private void add(Layer.Convolution layer) {
    Shape kernel = new Shape(layer.kernel(), layer.kernel());
    Conv2d conv = Conv2d.builder().setKernelShape(kernel).setFilters(layer.out()).build();
    BatchNorm norm = BatchNorm.builder().optMomentum(0.9f).build();
    register(layer.convolution(), conv, "weight", "bias");
    register(layer.normalization(), norm, "weight", "bias", "running_mean", "running_var");
    batchesTracked.put(layer.normalization() + BATCHES_TRACKED, 0L);
    block
        .add(conv)
        .add(norm)
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(POOL, POOL))
        .add(dropout());
  }

  private void add(Layer.Linear layer) {
    Linear linear = Linear.builder().setUnits(layer.out()).build();
    register(layer.name(), linear, "weight", "bias");
    block.add(Blocks.batchFlattenBlock()).add(linear);
    if (layer.activated()) {
      block.add(Activation.reluBlock()).add(dropout());
    }
  }

  private Dropout dropout() {
    return Dropout.builder().optRate(dropout).build();
  }

  private void register(String layer, Block block, String... names) {
    List<Parameter> values = block.getDirectParameters().values();
    for (int i = 0; i < names.length; i++) {
      parameters.put(layer + "." + names[i], values.get(i));
    }
  }

  private void load(String name, Tensor tensor) {
    if (!Networks.ownerOf(name).equals(architecture)) {
      others.put(name, tensor);
    } else if (name.endsWith(BATCHES_TRACKED)) {
      batchesTracked.put(name, tensor.data().getLong());
    } else {
      NativeFloats.view(parameters.get(name).getArray()).put(tensor.data().asFloatBuffer());
    }
  }
}
