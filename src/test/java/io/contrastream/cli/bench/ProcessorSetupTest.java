package io.contrastream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.schema.Modality;
import io.contrastream.testing.TestSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorSetupTest {

  @ParameterizedTest
  @CsvSource({"IMAGE, 3", "CAPTION, 5", "SOUND, 7"})
  void shouldHaveTheBatchSizeOfTheInputs(Modality modality, int expected) {
    Settings settings =
        TestSettings.of("batch.size=3", "batch.caption.size=5", "batch.sound.size=7");

    assertThat(ProcessorSetup.of(settings, modality).batchSize()).isEqualTo(expected);
  }
}
