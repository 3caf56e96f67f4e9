package io.contrastream.checkpoint;

import io.contrastream.caption.CaptionFeatures;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.EncoderSpec.Input;
import io.contrastream.encoding.EncoderSpec.Normalization;
import io.contrastream.image.Digit;
import io.contrastream.schema.Modality;
import io.contrastream.sound.LogMel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The networks of a checkpoint: always that of images, and those of other modalities if it has
 * them. The prefix of a tensor's name tells which one it belongs to.
 */
public final class Networks {
  /** Length of every embedding: vectors of all modalities are compared with each other. */
  public static final int DIMENSION = 64;

  /** The lesson's network: two convolutions with batch normalization and two linear layers. */
  public static final Architecture IMAGE =
      new ArchitectureBuilder(
              "", new Input(EncoderSpec.Type.UINT8, List.of(1, Digit.HEIGHT, Digit.WIDTH)))
          .convolution("conv1", 32, 5)
          .convolution("conv2", 64, 5)
          .linear("linear1.0", 512, true)
          .linear("linear1.3", DIMENSION, false)
          .build("contrastive-cnn-1", Modality.IMAGE, new Normalization(255, 0.5f, 0.5f));

  /** The mean of the vectors of a caption's character n-grams, and two linear layers. */
  public static final Architecture CAPTION =
      new ArchitectureBuilder(
              "caption.", new Input(EncoderSpec.Type.FLOAT32, List.of(CaptionFeatures.BUCKETS)))
          .bag("bag", 32)
          .linear("linear1.0", 128, true)
          .linear("linear1.3", DIMENSION, false)
          .build("caption-bag-1", Modality.CAPTION, new Normalization(1, 0, 1));

  /**
   * Three convolutions over a log-mel spectrogram, mean and maximum over time, two linear layers.
   */
  public static final Architecture SOUND =
      new ArchitectureBuilder(
              "sound.",
              new Input(EncoderSpec.Type.FLOAT32, List.of(1, LogMel.BANDS, LogMel.FRAMES)))
          .convolution("conv1", 16, 3)
          .convolution("conv2", 32, 3)
          .convolution("conv3", 64, 3)
          .timePool()
          .linear("linear1.0", 128, true)
          .linear("linear1.3", DIMENSION, false)
          .build("sound-cnn-1", Modality.SOUND, new Normalization(1, 0, 1));

  private static final List<Architecture> OTHERS = List.of(CAPTION, SOUND);

  /** Weights of another network differ in each tensor; a few show it. */
  private static final int MAX_FAULTS = 4;

  private Networks() {}

  /** Returns the network that this program runs for a modality. */
  public static Architecture of(Modality modality) {
    return switch (modality) {
      case IMAGE -> IMAGE;
      case CAPTION -> CAPTION;
      case SOUND -> SOUND;
    };
  }

  /** Returns the network that a tensor of this name belongs to. */
  public static Architecture ownerOf(String tensorName) {
    return OTHERS.stream()
        .filter(each -> tensorName.startsWith(each.prefix()))
        .findFirst()
        .orElse(IMAGE);
  }

  /** Whether a name is that of networks that this program can run together. */
  static boolean isKnown(String name) {
    List<String> names = List.of(name.split("\\+", -1));
    return names.get(0).equals(IMAGE.name())
        && OTHERS.stream()
            .map(Architecture::name)
            .toList()
            .containsAll(names.subList(1, names.size()));
  }

  /** Returns the names of all networks, for messages. */
  static String known() {
    return IMAGE.name()
        + OTHERS.stream()
            .map(Architecture::name)
            .collect(Collectors.joining(" or ", ", alone or with ", ""));
  }

  /** Returns the networks of these tensors, that of images first. */
  public static List<Architecture> in(Map<String, Tensor> tensors) {
    List<Architecture> networks = new ArrayList<>(List.of(IMAGE));
    OTHERS.stream()
        .filter(each -> tensors.keySet().stream().anyMatch(name -> name.startsWith(each.prefix())))
        .forEach(networks::add);
    return networks;
  }

  /** Whether a checkpoint can embed inputs of a modality. */
  public static boolean has(Checkpoint checkpoint, Modality modality) {
    return checkpoint.file().isPresent()
        ? modality == Modality.IMAGE
        : in(checkpoint.tensors()).contains(of(modality));
  }

  /**
   * Returns the names of the known networks that these tensors fit by names, types and shapes,
   * joined by {@code +}; empty if they do not fit.
   */
  public static Optional<String> nameOf(Map<String, Tensor> tensors) {
    List<Architecture> networks = in(tensors);
    return networks.stream().allMatch(each -> each.shapeFaults(part(tensors, each)).isEmpty())
        ? Optional.of(name(networks))
        : Optional.empty();
  }

  /**
   * Refuses a checkpoint that these networks can't run with.
   *
   * @throws CheckpointException with the first faults and the number of others
   */
  public static void check(Checkpoint checkpoint, String origin) {
    checkpoint
        .file()
        .ifPresent(
            file -> {
              throw new CheckpointException(
                  "%s is a %s model of your own, which only embeds: it can't be trained, imported or exported; copy the file and its description instead"
                      .formatted(origin, file.kind().title));
            });
    List<Architecture> networks = in(checkpoint.tensors());
    List<String> faults =
        networks.stream()
            .flatMap(each -> each.faults(part(checkpoint.tensors(), each)).stream())
            .toList();
    if (!faults.isEmpty()) {
      String first = String.join("; ", faults.subList(0, Math.min(MAX_FAULTS, faults.size())));
      int others = faults.size() - MAX_FAULTS;
      throw new CheckpointException(
          "%s is not a checkpoint of the network %s: %s%s"
              .formatted(
                  origin,
                  name(networks),
                  first,
                  others > 0 ? "; and %d more".formatted(others) : ""));
    }
  }

  private static String name(List<Architecture> networks) {
    return networks.stream().map(Architecture::name).collect(Collectors.joining("+"));
  }

  /** Returns the tensors of one network. */
  public static Map<String, Tensor> part(Map<String, Tensor> tensors, Architecture network) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (ownerOf(name).equals(network)) {
            part.put(name, tensor);
          }
        });
    return part;
  }
}
