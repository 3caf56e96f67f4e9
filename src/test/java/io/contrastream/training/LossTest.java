package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTest {

  @ParameterizedTest
  @CsvSource({
    "contrastive, PAIR",
    "pair, PAIR",
    "infonce, INFONCE",
  })
  void shouldFindTheLossOfASetting(String name, Loss expected) {
    assertThat(Loss.ofSetting(name)).isEqualTo(expected);
  }

  /** A pair of the stream may have a target without labels: it would stop the trainer for good. */
  @Test
  void shouldNotOfferTheStreamALossThatNeedsLabels() {
    assertThatThrownBy(() -> Loss.ofSetting("all_pairs")).isInstanceOf(ConfigException.class);
  }

  @Test
  void shouldNameTheLossesThereAreIfTheSettingNamesNone() {
    assertThatThrownBy(() -> Loss.ofSetting("hinge"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.loss = hinge: must be one of pair, contrastive, infonce");
  }

  @Test
  void shouldCreateEachLoss() {
    assertThat(Loss.PAIR.create(0.2)).isEqualTo(new GivenPairsLoss());
    assertThat(Loss.ALL_PAIRS.create(0.2)).isEqualTo(new AllPairsLoss(false));
    assertThat(Loss.COSINE_DISTANCE.create(0.2)).isEqualTo(new AllPairsLoss(true));
    assertThat(Loss.INFONCE.create(0.2)).isEqualTo(new InfoNce(0.2));
  }
}
