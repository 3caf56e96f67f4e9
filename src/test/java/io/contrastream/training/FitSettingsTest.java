package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.training.FitSettings.Optimisation;
import io.contrastream.training.FitSettings.Schedule;
import org.junit.jupiter.api.Test;

class FitSettingsTest {

  @Test
  void shouldNameEveryFaultAtOnce() {
    Optimisation bad = new Optimisation(0, Schedule.STEP, 0, 2, -1, 1);

    assertThatThrownBy(() -> new FitSettings(0, 1, 0, 1, Loss.PAIR, 0.1, false, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epochs is 0")
        .hasMessageContaining("batch size is 1")
        .hasMessageContaining("validation is 0")
        .hasMessageContaining("learning rate is 0.0")
        .hasMessageContaining("step size is 0")
        .hasMessageContaining("gamma is 2.0")
        .hasMessageContaining("weight decay is -1.0")
        .hasMessageContaining("average decay is 1.0");
  }

  @Test
  void shouldDescribeTheLesson() {
    assertThat(Recipe.LESSON.settings().describe())
        .containsEntry("batch_size", "16")
        .containsEntry("learning_rate", "0.005")
        .containsEntry("step_size", "7")
        .containsEntry("gamma", "0.3")
        .containsEntry("validation", "1000")
        .containsEntry("loss", "PAIR")
        .containsEntry("augment", "false");
  }
}
