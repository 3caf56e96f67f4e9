package io.contrastream.cli.encoders;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.EncoderDescription;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.ImageFit;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.EncodedImage;
import io.contrastream.image.Fitting;
import io.contrastream.image.Raster;
import io.contrastream.image.file.EncodedFile;
import io.contrastream.network.EncoderTrial;
import io.contrastream.network.EncoderTrial.Speed;
import io.contrastream.network.ImageEncoders;
import io.contrastream.similarity.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Check an encoder of your own and its description, encoder.yaml.",
      "Runs it on noise, and on given images, and measures its speed. Only check models that you"
          + " trust: a model is a program."
    },
    footer = {
      "  contrastream encoders check encoder.onnx",
      "  contrastream encoders check encoder.pt --write --shape 3,96,96",
      "  contrastream encoders check encoder.pt --image cat.jpg --image dog.png"
    })
final class EncodersCheckCommand extends JsonCommand {
  /** Rounding alone gives some 1e-6. */
  private static final double TOLERANCE = 1e-3;

  private static final List<Integer> BATCHES = List.of(1, 8, 32, 128);
  private static final String SHAPE = "[13],\\d{1,4},\\d{1,4}";

  @Parameters(paramLabel = "FILE", description = "The model: a TorchScript or ONNX file.")
  private Path file;

  @Option(
      names = "--write",
      description = "Write a description to start from beside the model, if there is none.")
  private boolean write;

  @Option(
      names = "--shape",
      paramLabel = "C,H,W",
      description =
          "With --write, channels, height and width that the model takes (default: the first of"
              + " some common sizes that it accepts).")
  private String shape;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "PNG or JPEG image to embed; repeatable (default: none).")
  private List<Path> images = List.of();

  /** What {@code --json} prints. */
  private record Report(
      String id,
      String format,
      List<Integer> shape,
      int dimension,
      double dependenceOnBatch,
      List<Speed> speeds,
      List<Similarity> images) {}

  /**
   * An image that was embedded.
   *
   * @param cosine similarity to the first one
   */
  private record Similarity(String file, double cosine) {}

  @Override
  public Integer call() {
    if (shape != null && !shape.matches(SHAPE)) {
      throw context.usageError("--shape is " + shape + ", but must be such as 3,32,32");
    }
    if (write) {
      describe();
    }
    Checkpoint checkpoint = CheckpointFile.load(file);
    EncoderFile model = checkpoint.file().orElseThrow(this::isOurs);
    try (Encoder<byte[]> encoder =
        ImageEncoders.load(
            checkpoint,
            file.toString(),
            ForwardPath.FAST,
            context.settings().model().device(),
            List.of())) {
      Report report = report(checkpoint, model, encoder);
      printResult(report, () -> print(report));
      return report.dependenceOnBatch() < TOLERANCE ? 0 : ExitCode.FAILED;
    }
  }

  private CheckpointException isOurs() {
    return new CheckpointException(
        "%s holds weights of this program's network, not a model: show them with contrastream checkpoints show"
            .formatted(file));
  }

  private void describe() {
    EncoderFile.Kind kind =
        EncoderFile.kindOf(file)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "%s is no TorchScript or ONNX model: export it with torch.jit.script or torch.onnx.export"
                            .formatted(file)));
    Path description = EncoderFile.descriptions(file).get(0);
    if (EncoderFile.descriptions(file).stream().anyMatch(Files::exists)) {
      throw context.usageError("The model has a description already; leave out --write");
    }
    Optional<List<Integer>> given =
        Optional.ofNullable(shape)
            .map(text -> Stream.of(text.split(",")).map(Integer::parseInt).toList());
    EncoderDescription found =
        EncoderTrial.guess(file, kind, given)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "%s takes no images of %s: say which with --shape"
                            .formatted(
                                file, given.map(Object::toString).orElse("any common size"))));
    try {
      Files.writeString(description, found.yaml());
    } catch (IOException e) {
      throw new CheckpointException(description + " can't be written: " + e.getMessage(), e);
    }
    context.say(
        "Wrote %s for images of %s%s. Correct divisor, mean and deviation: they can't be found"
            + " out.",
        description,
        found.spec().input(),
        shape == null
            ? ", the smallest common size that it takes; correct input.shape if it was trained on"
                + " another"
            : "");
  }

  private Report report(Checkpoint checkpoint, EncoderFile model, Encoder<byte[]> encoder) {
    return new Report(
        checkpoint.id(),
        model.kind().title,
        encoder.spec().input().shape(),
        encoder.spec().dimension(),
        EncoderTrial.dependenceOnBatch(encoder),
        EncoderTrial.speeds(encoder, BATCHES),
        similarities(encoder));
  }

  private List<Similarity> similarities(Encoder<byte[]> encoder) {
    List<Similarity> similarities = new ArrayList<>();
    float[] first = null;
    for (Path image : images) {
      float[] vector = encoder.embed(List.of(pixels(image, encoder.spec().input())))[0];
      first = first == null ? vector : first;
      similarities.add(new Similarity(image.toString(), CosineSimilarity.between(first, vector)));
    }
    return similarities;
  }

  private static byte[] pixels(Path image, EncoderSpec.Input taken) {
    EncodedFile encoded = EncodedFile.of(image);
    try {
      Raster raster = EncodedImage.decode(encoded.bytes(), encoded.format());
      List<Integer> shape = taken.shape();
      return Fitting.fit(raster, shape.get(1), shape.get(2), shape.get(0), ImageFit.RESIZE)
          .values();
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(image + ": " + e.getMessage(), e);
    }
  }

  private void print(Report report) {
    Table facts = new Table();
    facts.row("id", report.id());
    facts.row("format", report.format());
    facts.row("input", report.shape() + " (channels, height, width)");
    facts.row("dimension", report.dimension());
    report
        .speeds()
        .forEach(
            each ->
                facts.row(
                    "batch of " + each.batch(), Table.fixed(each.perSecond(), 0) + " images/s"));
    report
        .images()
        .forEach(each -> facts.row(each.file(), "cosine " + Table.fixed(each.cosine(), 4)));
    facts.print(context.out());
    if (report.dependenceOnBatch() < TOLERANCE) {
      context.print("The vectors of a batch are those of its images alone.");
    } else {
      context.print(
          "The vectors depend on the other images of the batch, by %.3g of their length: export the"
              + " model in evaluation mode (model.eval()).",
          report.dependenceOnBatch());
    }
  }
}
