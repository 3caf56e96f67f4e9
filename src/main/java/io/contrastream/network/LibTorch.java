package io.contrastream.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;

/** Starts libtorch, once, and sets it up for this process. Any thread may call. */
public final class LibTorch {

  /** The version that the native bridge was built for; it misreads the numbers of any other. */
  static final String VERSION = bridgeVersion();

  private static final String ENGINE = "PyTorch";

  /** Our own threads run in parallel: OpenMP's spin, which is slow on a busy machine. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ai.djl.offline", "true",
          "OPT_OUT_TRACKING", "true",
          "ai.djl.pytorch.num_threads", "1",
          "ai.djl.pytorch.num_interop_threads", "1",
          "ai.djl.pytorch.graph_optimizer", "false");

  private static boolean started;

  private LibTorch() {}

  /**
   * Starts libtorch with one thread of its own per calling thread and never online.
   *
   * @throws ModelException if libtorch can't be loaded or is of another version
   */
  public static synchronized void start() {
    if (started) {
      return;
    }
    DEFAULTS.forEach(System.getProperties()::putIfAbsent);
    requireVersion(load().getVersion());
    requireSameNumbers();
    started = true;
  }

  /** Returns a manager on the CPU; closing it frees all its tensors. Starts libtorch if needed. */
  public static NDManager newManager() {
    return newManager(Device.cpu());
  }

  static NDManager newManager(Device device) {
    start();
    return Engine.getEngine(ENGINE).newBaseManager(device);
  }

  /**
   * Returns the device that the settings choose; {@code auto} is a GPU if libtorch sees one.
   *
   * @throws ModelException if libtorch doesn't see that GPU
   */
  static Device device(String choice) {
    if (choice.equals("cpu")) {
      return Device.cpu();
    }
    start();
    int gpus = Engine.getEngine(ENGINE).getGpuCount();
    if (choice.equals("auto")) {
      return gpus > 0 ? Device.gpu() : Device.cpu();
    }
    int number = choice.equals("gpu") ? 0 : Integer.parseInt(choice.substring("gpu:".length()));
    if (number >= gpus) {
      throw new ModelException(
          "model.device is %s, but libtorch sees %d GPUs: install a CUDA libtorch as docs/models.md says, or set model.device=cpu"
              .formatted(choice, gpus));
    }
    return Device.gpu(number);
  }

  /**
   * Facts about the libtorch of this machine.
   *
   * @param device in use: {@code cpu}, or for example {@code gpu:0}
   * @param threads that libtorch starts for each calling thread
   * @param cache folder that the native libraries were unpacked into, for all versions
   * @param cacheBytes size of the files in it
   */
  public record Facts(String version, String device, int threads, Path cache, long cacheBytes) {}

  /**
   * @param choice as the setting {@code model.device} has it
   * @throws ModelException if libtorch can't be started, or doesn't see that GPU
   */
  public static Facts facts(String choice) {
    start();
    LibTorchCache cache = cache();
    return new Facts(
        Engine.getEngine(ENGINE).getVersion(),
        name(device(choice)),
        JniUtils.getNumThreads(),
        cache.folder(),
        cache.bytes());
  }

  private static String name(Device device) {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  /** Seeds libtorch's random numbers (dropout), for the whole process. */
  public static void seed(long seed) {
    JniUtils.setSeed(seed);
  }

  /** Sets whether operations of the calling thread are recorded for a backward pass. */
  public static void recordGradients(boolean record) {
    if (JniUtils.isGradMode() != record) {
      JniUtils.setGradMode(record);
    }
  }

  /**
   * Adds the derivative of {@code loss} to the gradient of each weight. Unlike DJL's collector, it
   * can be used by several threads at once.
   *
   * @param loss a scalar computed while {@link #recordGradients recording}; its graph is freed
   */
  public static void backward(NDArray loss) {
    NDArray one = loss.getManager().ones(loss.getShape());
    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
  }

  /** Reads the bridge's version, which is libtorch's and DJL's, such as 2.7.1-0.36.0. */
  private static String bridgeVersion() {
    Properties properties = new Properties();
    try (InputStream in = LibTorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("jni_version").replaceFirst("-.*", "");
  }

  static void requireVersion(String version) {
    if (!version.equals(VERSION)) {
      throw new ModelException(
          "libtorch %s was found, but this program works with %s only: unset PYTORCH_LIBRARY_PATH and PYTORCH_VERSION, or point them to libtorch %s"
              .formatted(version, VERSION, VERSION));
    }
  }

  /** A bridge built for another libtorch loads without an error, but mixes up types. */
  private static void requireSameNumbers() {
    try (NDManager manager = Engine.getEngine(ENGINE).newBaseManager(Device.cpu())) {
      float[] sums = manager.create(new float[] {0.5f, -2}).add(manager.create(1f)).toFloatArray();
      long[] counts = manager.create(new long[] {1, 1L << 40}).add(1).toLongArray();
      if (sums[0] != 1.5f || sums[1] != -1 || counts[0] != 2 || counts[1] != (1L << 40) + 1) {
        throw new ModelException(
            "libtorch misreads numbers, so it is not the build that this program's bridge was made"
                + " for: unset PYTORCH_LIBRARY_PATH, or set PYTORCH_FLAVOR to the flavour of the"
                + " libtorch there");
      }
    }
  }

  private static LibTorchCache cache() {
    return new LibTorchCache(Utils.getEngineCacheDir("pytorch"));
  }

  /** Takes a lock, because two processes must not unpack into an empty cache at once. */
  private static Engine load() {
    LibTorchCache cache = cache();
    try {
      Files.createDirectories(cache.folder());
      try (FileChannel channel =
          FileChannel.open(
              cache.folder().resolve("contrastream.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock();
        cache.repair();
        return Engine.getEngine(ENGINE);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      throw cache.explain(e);
    }
  }
}
