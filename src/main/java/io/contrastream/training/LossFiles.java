package io.contrastream.training;

import io.contrastream.config.FileFaults;
import io.contrastream.picture.LineChart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the losses of a fit as a CSV table and as a chart. */
final class LossFiles {
  private static final String HEADER =
      "epoch,train_loss,validation_pair_loss,validation_pair_accuracy,validation_knn5,seconds\n";

  private final Path folder;

  LossFiles(Path folder) {
    this.folder = folder;
  }

  /** Creates the folder, so that an unusable one is found before the first epoch. */
  void prepare() {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Writes {@code loss.csv} and {@code loss.png}, replacing those of the last epoch. */
  void write(List<EpochResult> results) {
    String table = results.stream().map(LossFiles::row).collect(Collectors.joining("", HEADER, ""));
    try {
      Files.writeString(folder.resolve("loss.csv"), table);
      LineChart.write(
          folder.resolve("loss.png"), "Loss of each epoch", "epoch", "loss", curves(results));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private UncheckedIOException unusable(IOException e) {
    String remedy = "%s; choose a writable folder".formatted(FileFaults.reason(e));
    return new UncheckedIOException(new FileSystemException(folder.toString(), null, remedy));
  }

  private static List<LineChart.Series> curves(List<EpochResult> results) {
    double[] epochs = results.stream().mapToDouble(EpochResult::epoch).toArray();
    double[] training = results.stream().mapToDouble(EpochResult::trainLoss).toArray();
    double[] validation =
        results.stream().mapToDouble(result -> result.validation().pairLoss()).toArray();
    return List.of(
        new LineChart.Series("training", epochs, training),
        new LineChart.Series("validation", epochs, validation));
  }

  private static String row(EpochResult result) {
    EvaluationReport validation = result.validation();
    return String.format(
        Locale.ROOT,
        "%d,%.6f,%.6f,%.5f,%.5f,%.1f%n",
        result.epoch(),
        result.trainLoss(),
        validation.pairLoss(),
        validation.pairAccuracy(),
        validation.knn5(),
        result.duration().toMillis() / 1000.0);
  }
}
