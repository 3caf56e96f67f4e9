package io.contrastream.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.repository.RemoteRepository;
import ai.djl.repository.Repository;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.network.LibTorch;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDownloadTest {
  private static final String CACHE = "DJL_CACHE_DIR";

  @TempDir Path folder;

  /** libtorch must not move with the cache. */
  @BeforeEach
  void useAnEmptyCache() {
    LibTorch.start();
    System.setProperty(CACHE, folder.resolve("cache").toString());
  }

  @AfterEach
  void useTheUsualCache() {
    System.clearProperty(CACHE);
  }

  @Test
  void shouldReadPixelsAndLabelsOfTheServersFiles() throws Exception {
    // given
    Repository repository = new RemoteRepository("local", repositoryOfTwoDigits().toUri());

    // when
    DigitSource source = MnistDownload.open("test", repository);

    // then
    assertThat(source.size()).isEqualTo(2);
    assertThat(source.get(1).label()).isEqualTo(7);
    assertThat(source.get(1).pixels()).containsOnly((byte) 255);
    assertThat(source.get(0).pixels()).startsWith((byte) 0, (byte) 1, (byte) 2);
  }

  @Test
  void shouldSayInOneSentenceThatTheServerCannotBeReached() {
    // given: a port where nothing listens
    Repository unreachable = new RemoteRepository("unreachable", URI.create("http://127.0.0.1:1/"));

    // when, then
    assertThatThrownBy(() -> MnistDownload.open("test", unreachable))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("MNIST can't be downloaded from http://127.0.0.1:1/")
        .hasMessageContaining("idx:train-images-idx3-ubyte.gz");
  }

  @Test
  void shouldNameThePartsThatThereAre() {
    assertThatThrownBy(() -> MnistDownload.open("middle"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'mnist:middle'")
        .hasMessageContaining("mnist:train or mnist:test");
  }

  private Path repositoryOfTwoDigits() throws IOException {
    Path base = folder.resolve("dataset/cv/ai/djl/basicdataset/mnist");
    byte[] pixels = new byte[16 + 2 * Digit.PIXELS];
    pixels[7] = 2;
    for (int i = 0; i < Digit.PIXELS; i++) {
      pixels[16 + i] = (byte) i;
      pixels[16 + Digit.PIXELS + i] = (byte) 255;
    }
    String data = file(base, "images", pixels);
    String labels = file(base, "labels", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 7});
    Files.writeString(
        base.resolve("metadata.json"),
        """
        {"metadataVersion": "0.1", "resourceType": "dataset", "groupId": "ai.djl.basicdataset",
         "artifactId": "mnist", "name": "MNIST",
         "artifacts": [{"version": "1.0", "snapshot": false, "name": "mnist",
           "files": {"test_data": %s, "test_labels": %s}}]}
        """
            .formatted(data, labels),
        UTF_8);
    return folder;
  }

  private static String file(Path base, String name, byte[] content) throws IOException {
    Files.write(Files.createDirectories(base).resolve(name), content);
    return "{\"uri\": \"%s\", \"name\": \"%s\", \"size\": %d}"
        .formatted(name, name, content.length);
  }
}
