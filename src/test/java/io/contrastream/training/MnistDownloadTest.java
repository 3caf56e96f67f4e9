package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.repository.Repository;
import io.contrastream.image.SourceException;
import org.junit.jupiter.api.Test;

class MnistDownloadTest {

  @Test
  void shouldSayInOneSentenceThatTheServerCannotBeReached() {
    // given: a port where nothing listens
    Repository unreachable = Repository.newInstance("unreachable", "http://127.0.0.1:1/repository");

    // when, then
    assertThatThrownBy(() -> MnistDownload.open("test", unreachable))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("MNIST can't be fetched from http://127.0.0.1:1/repository")
        .hasMessageContaining("idx:train-images-idx3-ubyte.gz");
  }

  @Test
  void shouldNameThePartsThatThereAre() {
    assertThatThrownBy(() -> MnistDownload.open("middle"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'mnist:middle'")
        .hasMessageContaining("mnist:train and mnist:test");
  }
}
