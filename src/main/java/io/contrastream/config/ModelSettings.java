package io.contrastream.config;

import java.nio.file.Path;

/**
 * The model and its device.
 *
 * @param checkpoint a name in {@code checkpointsDir}, an id, or a path
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param checkpointsDir absolute
 */
public record ModelSettings(
    String checkpoint, ForwardPath path, String device, Path checkpointsDir) {

  public ModelSettings {
    Checks.of("model")
        .require(!checkpoint.isBlank(), "checkpoint", "the name, id or path of a checkpoint")
        .matches(
            device, "auto|cpu|gpu|gpu:\\d{1,3}", "device", "auto, cpu, gpu or gpu:N (N from 0)")
        .done();
  }
}
