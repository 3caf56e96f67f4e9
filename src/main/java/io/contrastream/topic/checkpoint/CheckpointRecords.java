package io.contrastream.topic.checkpoint;

import io.contrastream.caption.Caption;
import io.contrastream.caption.WordedCaptions;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.Encoders;
import io.contrastream.schema.CaptionProbe;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.ModelFile;
import io.contrastream.schema.Probe;
import io.contrastream.schema.SoundProbe;
import io.contrastream.sound.Sound;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.Labelled;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Creates the records in which checkpoints are published. Thread-safe. */
public final class CheckpointRecords {
  private static final long PROBE_SEED = 2006;
  private static final int PROBES = 20;

  /** Of large images, fewer are enough: a record holds them raw. */
  private static final int MAX_PROBE_BYTES = 2 << 20;

  private CheckpointRecords() {}

  /**
   * What is known about a checkpoint besides its weights.
   *
   * @param parentId the checkpoint that its training started from, or null
   * @param metrics measured by the gate, by name
   * @param lineage null if unknown
   */
  public record Facts(String parentId, Map<String, Double> metrics, CheckpointLineage lineage) {

    /** For a checkpoint of unknown origin. */
    public static final Facts NONE = new Facts(null, Map.of(), null);
  }

  /**
   * @param embedder embeds images with these weights
   * @throws CheckpointException if the architecture is unknown
   */
  public static ModelCheckpoint of(
      String model, Checkpoint checkpoint, Encoder<byte[]> embedder, Facts facts) {
    CheckpointWeights weights =
        new CheckpointWeights(
            checkpoint.file().isPresent()
                ? ByteBuffer.allocate(0)
                : ByteBuffer.wrap(Safetensors.encode(checkpoint)),
            checkpoint.digest(),
            architecture(checkpoint),
            embedder.spec().dimension(),
            facts.parentId(),
            facts.metrics(),
            facts.lineage(),
            probes(embedder),
            captionProbes(checkpoint),
            soundProbes(checkpoint),
            checkpoint.spaceId(),
            checkpoint.file().map(CheckpointRecords::file).orElse(null));
    return ModelCheckpoint.newBuilder()
        .setModel(model)
        .setCheckpointId(checkpoint.id())
        .setAtMs(System.currentTimeMillis())
        .setWeights(weights)
        .build();
  }

  private static String architecture(Checkpoint checkpoint) {
    return checkpoint
        .file()
        .map(file -> file.kind().id())
        .or(() -> Networks.nameOf(checkpoint.tensors()))
        .orElseThrow(
            () ->
                new CheckpointException(
                    "Checkpoint %s has an unknown architecture and cannot be published"
                        .formatted(checkpoint.id())));
  }

  private static ModelFile file(EncoderFile file) {
    return new ModelFile(file.name(), file.sha256(), file.description().yaml());
  }

  /**
   * Returns the fixed set of drawn digits that serve as probes, two of each label.
   *
   * @param taken what the encoder takes
   */
  public static List<byte[]> probeImages(EncoderSpec.Input taken) {
    DrawnDigits digits = new DrawnDigits(PROBE_SEED, PROBES);
    int probes = Math.max(2, Math.min(PROBES, MAX_PROBE_BYTES / taken.size()));
    return IntStream.range(0, probes)
        .mapToObj(i -> InputRecord.pixels(digits.get(i), taken))
        .toList();
  }

  /** Returns the fixed captions that serve as probes, two of each label. */
  public static List<Caption> probeCaptions() {
    WordedCaptions captions = WordedCaptions.seen(PROBE_SEED, PROBES);
    return IntStream.range(0, PROBES).mapToObj(i -> captions.get(i).input()).toList();
  }

  /** Returns the fixed generated sounds that serve as probes, one of each label. */
  public static List<Sound> probeSounds() {
    SpokenDigits sounds = new SpokenDigits(PROBE_SEED, Labelled.CLASSES);
    return IntStream.range(0, Labelled.CLASSES).mapToObj(i -> sounds.get(i).input()).toList();
  }

  private static List<CaptionProbe> captionProbes(Checkpoint checkpoint) {
    if (!Networks.has(checkpoint, Modality.CAPTION)) {
      return List.of();
    }
    try (Encoder<Caption> encoder = Encoders.captions(checkpoint, checkpoint.id(), "cpu")) {
      List<Caption> captions = probeCaptions();
      float[][] vectors = encoder.embed(captions);
      return IntStream.range(0, vectors.length)
          .mapToObj(i -> new CaptionProbe(captions.get(i).text(), FloatVector.of(vectors[i])))
          .toList();
    }
  }

  private static List<SoundProbe> soundProbes(Checkpoint checkpoint) {
    if (!Networks.has(checkpoint, Modality.SOUND)) {
      return List.of();
    }
    try (Encoder<Sound> encoder = Encoders.sounds(checkpoint, checkpoint.id(), "cpu")) {
      List<Sound> sounds = probeSounds();
      float[][] vectors = encoder.embed(sounds);
      return IntStream.range(0, vectors.length)
          .mapToObj(i -> soundProbe(sounds.get(i), vectors[i]))
          .toList();
    }
  }

  private static SoundProbe soundProbe(Sound sound, float[] vector) {
    return new SoundProbe(sound.rate(), InputRecord.samples(sound), FloatVector.of(vector));
  }

  private static List<Probe> probes(Encoder<byte[]> embedder) {
    List<byte[]> images = probeImages(embedder.spec().input());
    float[][] vectors = embedder.embed(images);
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      probes.add(new Probe(ByteBuffer.wrap(images.get(i)), FloatVector.of(vectors[i])));
    }
    return probes;
  }
}
