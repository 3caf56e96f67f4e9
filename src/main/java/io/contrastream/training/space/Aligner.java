package io.contrastream.training.space;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.schema.Modality;
import io.contrastream.training.Sample;
import io.contrastream.training.SampleEmbedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rotates candidates into the space of the active checkpoint, and decides whether they belong to
 * it. Those that do keep its encoders of other modalities. The result depends only on the
 * checkpoints and the inputs.
 */
public final class Aligner {
  private final double least;

  /**
   * @param least the {@link Compatibility#share} from which a checkpoint stays in the space, 0 to 1
   */
  public Aligner(double least) {
    this.least = least;
  }

  /**
   * A candidate in its space.
   *
   * @param rotated the candidate to go on with
   * @param fit how well its vectors fit those of the space, at the worst; empty if it was not
   *     measured, because there is no other checkpoint, or because the images' encoder is the same
   * @param before the same without the rotation
   */
  public record Placed(
      Checkpoint rotated, Optional<Compatibility> fit, Optional<Compatibility> before) {}

  /**
   * Rotates a candidate and names its space: that of the active checkpoint, or its own.
   *
   * @param founder the first checkpoint of the active one's space, if that is another and can be
   *     read: with small steps, the vectors could come ever farther from those stored first
   * @param inputs images to align with, which may have been trained on
   * @param heldOut inputs to measure with; without any, the candidate leaves the space
   */
  public Placed place(
      Checkpoint candidate,
      Checkpoint active,
      Optional<Checkpoint> founder,
      List<Sample> inputs,
      List<Sample> heldOut) {
    if (sameImages(candidate, active)) {
      // the images' vectors are where they were, and those of others learn to meet them
      return new Placed(
          withOthersOf(active, candidate).inSpace(active.spaceId()),
          Optional.empty(),
          Optional.empty());
    }
    try (SampleEmbedder now = new SampleEmbedder(candidate, "the candidate");
        SampleEmbedder old = new SampleEmbedder(active, "the active checkpoint")) {
      Rotation rotation = inputs.isEmpty() ? null : between(now, old, inputs);
      List<Measured> measured = new ArrayList<>(measure(now, old, rotation, heldOut));
      founder.ifPresent(
          it -> {
            try (SampleEmbedder first = new SampleEmbedder(it, "the first of the space")) {
              measured.addAll(measure(now, first, rotation, heldOut));
            }
          });
      return placed(rotation == null ? candidate : rotation.of(candidate), active, measured);
    }
  }

  private record Measured(Compatibility fit, Compatibility before) {}

  private static boolean sameImages(Checkpoint one, Checkpoint other) {
    return images(one).equals(images(other));
  }

  /** Returns the digest of the images' network. */
  private static String images(Checkpoint checkpoint) {
    return WeightDigest.of(Networks.part(checkpoint.tensors(), Networks.IMAGE));
  }

  private static Rotation between(SampleEmbedder now, SampleEmbedder old, List<Sample> inputs) {
    return Rotation.between(now.embed(inputs), old.embed(inputs));
  }

  /** Measures the inputs of each modality that both checkpoints can embed. */
  private static List<Measured> measure(
      SampleEmbedder now, SampleEmbedder old, Rotation rotation, List<Sample> heldOut) {
    return Stream.of(Modality.values())
        .filter(modality -> now.has(modality) && old.has(modality))
        .map(modality -> heldOut.stream().filter(it -> it.modality() == modality).toList())
        .filter(inputs -> !inputs.isEmpty())
        .map(inputs -> measured(now.embed(inputs), old.embed(inputs), rotation, inputs))
        .toList();
  }

  private static Measured measured(
      List<float[]> now, List<float[]> old, Rotation rotation, List<Sample> inputs) {
    List<Integer> labels = new ArrayList<>(); // allows null
    inputs.forEach(each -> labels.add(each.label()));
    Compatibility before = Compatibility.of(old, now, labels);
    return rotation == null
        ? new Measured(before, before)
        : new Measured(
            Compatibility.of(old, now.stream().map(rotation::of).toList(), labels), before);
  }

  private Placed placed(Checkpoint candidate, Checkpoint active, List<Measured> measured) {
    Optional<Measured> worst =
        measured.stream().min(Comparator.comparingDouble(each -> each.fit.share()));
    boolean stays = worst.filter(each -> each.fit.share() >= least).isPresent();
    return new Placed(
        stays ? withOthersOf(active, candidate).inSpace(active.spaceId()) : beginning(candidate),
        worst.map(Measured::fit),
        worst.map(Measured::before));
  }

  private static Checkpoint beginning(Checkpoint candidate) {
    return candidate.inSpace(candidate.id());
  }

  /** Adds the active checkpoint's encoders that were not learnt: they still meet the images. */
  private static Checkpoint withOthersOf(Checkpoint active, Checkpoint candidate) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(candidate.tensors());
    for (Architecture network : Networks.in(active.tensors())) {
      if (!Networks.in(candidate.tensors()).contains(network)) {
        tensors.putAll(Networks.part(active.tensors(), network));
      }
    }
    return candidate.withTensors(tensors);
  }
}
