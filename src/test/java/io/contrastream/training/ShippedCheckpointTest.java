package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.ImageEncoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Measures the checkpoint that comes with the program on images that it never saw. */
class ShippedCheckpointTest {
  private static final Path FILE = Path.of("checkpoints/contrastream-mnist.safetensors");

  @Test
  void shouldTellUnseenDigitsApart() {
    DigitSource unseen = mnist("[58000:60000]");
    DigitSource seen = mnist("[30000:50000]");
    Checkpoint checkpoint = CheckpointFile.load(FILE);
    Evaluation evaluation = new Evaluation(unseen, Optional.of(seen), 4000, 1);

    EvaluationReport report;
    try (Encoder<byte[]> model =
        ImageEncoders.load(checkpoint, FILE.toString(), ForwardPath.FAST, List.of())) {
      report = evaluation.of(model);
    }

    assertThat(report.pairLoss()).isLessThan(0.0035);
    assertThat(report.knn5()).isGreaterThan(0.9955);
  }

  private static DigitSource mnist(String slice) {
    String data = System.getenv("CONTRASTREAM_DATA");
    Path images = Path.of(data == null ? "" : data, "mnist", "train-images-idx3-ubyte.gz");
    assumeTrue(Files.exists(images), "CONTRASTREAM_DATA names no folder with MNIST in it");
    return DigitSources.open("idx:" + images + slice, 0);
  }
}
