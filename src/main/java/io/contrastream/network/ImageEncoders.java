package io.contrastream.network;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Loads checkpoints as encoders of images: checked, in native memory, and warmed up. Batches of 64
 * to 256 are the fastest on a CPU.
 */
public final class ImageEncoders {
  /** The network that this program runs. */
  public static final Architecture NETWORK = Networks.IMAGE;

  private ImageEncoders() {}

  /**
   * Loads a checkpoint from a file, as the settings say; to be closed by the caller.
   *
   * @param reference a name in the settings' folder, an id or a path
   * @param warmUpBatches batch sizes to run once, since a size's first run is the slowest
   * @throws io.contrastream.checkpoint.CheckpointException if there is none or it is refused
   * @throws ModelException if libtorch can't be started or run
   */
  public static Encoder<byte[]> load(
      ModelSettings settings, String reference, List<Integer> warmUpBatches) {
    Path file = new CheckpointFolder(settings.checkpointsDir()).resolve(reference);
    return load(
        CheckpointFile.load(file),
        file.toString(),
        settings.path(),
        settings.device(),
        warmUpBatches);
  }

  /** Loads a checkpoint on the CPU. */
  public static Encoder<byte[]> load(
      Checkpoint checkpoint, String origin, ForwardPath path, List<Integer> warmUpBatches) {
    return load(checkpoint, origin, path, "cpu", warmUpBatches);
  }

  /**
   * Checks a checkpoint, loads it, and runs it on extreme images and on blank batches.
   *
   * @param origin where the checkpoint is from, for messages
   * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}; the plain path runs on
   *     the CPU only
   * @throws io.contrastream.checkpoint.CheckpointException if it is not of this network
   * @throws ModelException if libtorch can't be started or run, or vectors are not finite
   */
  public static Encoder<byte[]> load(
      Checkpoint checkpoint,
      String origin,
      ForwardPath path,
      String device,
      List<Integer> warmUpBatches) {
    Encoder<byte[]> encoder =
        checkpoint
            .file()
            .map(file -> own(file, checkpoint, device))
            .orElseGet(() -> ours(checkpoint, origin, path, device));
    tryOut(encoder, origin, warmUpBatches);
    return encoder;
  }

  /** Returns the encoder, or one that takes digits, too, if it takes other images. */
  public static Encoder<byte[]> ofDigits(Encoder<byte[]> encoder) {
    return encoder.spec().input().equals(NETWORK.spec().input())
        ? encoder
        : new DigitEncoder(encoder);
  }

  private static Encoder<byte[]> own(EncoderFile file, Checkpoint checkpoint, String device) {
    boolean onCpu = file.kind() == EncoderFile.Kind.ONNX; // the GPU's runtime is another artifact
    return new OwnEncoder(file, checkpoint.id(), onCpu ? Device.cpu() : LibTorch.device(device));
  }

  private static Encoder<byte[]> ours(
      Checkpoint checkpoint, String origin, ForwardPath path, String device) {
    Networks.check(checkpoint, origin);
    LibTorch.start();
    return create(checkpoint, path, LibTorch.device(device));
  }

  private static Encoder<byte[]> create(Checkpoint checkpoint, ForwardPath path, Device device) {
    if (path == ForwardPath.PLAIN && device.isGpu()) {
      throw new ModelException(
          "The plain path runs on the CPU only: set model.path=fast or model.device=cpu");
    }
    if (path == ForwardPath.PLAIN) {
      return new PlainImageEncoder(checkpoint);
    }
    return device.isGpu()
        ? new DeviceImageEncoder(checkpoint, LibTorch.newManager(device))
        : new FoldedImageEncoder(checkpoint, LibTorch.newManager());
  }

  /**
   * Embeds a blank image and one full of ink, then blank batches; if that fails, closes the
   * encoder.
   *
   * @throws ModelException if libtorch fails, or a number is not finite
   */
  static void tryOut(Encoder<byte[]> encoder, String origin, List<Integer> warmUpBatches) {
    try {
      embedExtremes(encoder, origin);
      byte[] blank = new byte[encoder.spec().input().size()];
      warmUpBatches.forEach(size -> encoder.embed(Collections.nCopies(size, blank)));
    } catch (Throwable e) {
      encoder.close();
      throw e;
    }
  }

  private static void embedExtremes(Encoder<byte[]> encoder, String origin) {
    byte[] ink = new byte[encoder.spec().input().size()];
    Arrays.fill(ink, (byte) 0xff);
    try {
      for (float[] vector : encoder.embed(List.of(new byte[ink.length], ink))) {
        requireFinite(vector, origin);
      }
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "%s fails with blank images: %s".formatted(origin, e.getMessage()), e);
    } catch (EngineException | LinkageError e) {
      String advice = encoder instanceof FoldedImageEncoder ? ": set model.path=plain" : "";
      throw new ModelException(
          "libtorch can't run this model on this machine (%s)%s".formatted(e.getMessage(), advice),
          e);
    }
  }

  static void requireFinite(float[] vector, String origin) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw new ModelException(
            "%s gives vectors with NaN or infinite numbers: its weights are too large, use another checkpoint"
                .formatted(origin));
      }
    }
  }
}
