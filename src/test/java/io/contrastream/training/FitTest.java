package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.source.SourceException;
import io.contrastream.training.FitSettings.Optimisation;
import io.contrastream.training.FitSettings.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitTest {
  private static final Optimisation STEPS = new Optimisation(0.002, Schedule.STEP, 7, 0.3, 0, 0);
  private static final Optimisation CYCLE =
      new Optimisation(0.002, Schedule.ONE_CYCLE, 7, 0.3, 1e-4, 0.9);
  private static final FitSettings LESSON =
      new FitSettings(3, 10, 20, 1, Loss.PAIR, 0.1, false, STEPS);
  private static final FitSettings STRONG =
      new FitSettings(2, 32, 20, 1, Loss.ALL_PAIRS, 0.1, true, CYCLE);

  @TempDir Path folder;

  @Test
  void shouldLowerTheLoss() {
    List<EpochResult> epochs = fit(LESSON, folder);

    assertThat(epochs).hasSize(3);
    assertThat(epochs.get(2).trainLoss()).isLessThan(epochs.get(0).trainLoss() / 2);
    assertThat(epochs.get(2).validation().knn1()).isGreaterThan(0.9);
  }

  @Test
  void shouldLowerTheLossOverAllCombinationsToo() {
    List<EpochResult> epochs = fit(STRONG, folder);

    assertThat(epochs.get(1).trainLoss()).isLessThan(epochs.get(0).trainLoss());
  }

  @Test
  void shouldLowerTheInfoNceLossOnDrawnDigits() {
    FitSettings settings = new FitSettings(3, 32, 40, 1, Loss.INFONCE, 0.1, false, STEPS);

    List<EpochResult> epochs =
        new Fit(settings, new DrawnDigits(1, 360), "drawn", folder, FitListener.NONE).run();

    assertThat(epochs.get(2).trainLoss()).isLessThan(epochs.get(0).trainLoss() / 2);
    assertThat(CheckpointFile.load(epochs.get(2).checkpoint()).metadata())
        .containsEntry("loss", "INFONCE")
        .containsEntry("temperature", "0.1");
  }

  @Test
  void shouldKeepACheckpointOfEachEpochWithItsLineage() {
    fit(STRONG, folder);

    Checkpoint first = CheckpointFile.load(folder.resolve("model_epoch_1.safetensors"));
    Checkpoint second = CheckpointFile.load(folder.resolve("model_epoch_2.safetensors"));
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.metadata())
        .containsEntry("epoch", "2")
        .containsEntry("seed", "1")
        .containsEntry("source", "bars")
        .containsEntry("average_decay", "0.9")
        .containsKeys("train_loss", "validation_pair_loss", "validation_knn5");
  }

  @Test
  void shouldKeepTheLossesAsTableAndCurve() throws Exception {
    fit(STRONG, folder);

    assertThat(Files.readAllLines(folder.resolve("loss.csv")))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("epoch,train_loss,validation_pair_loss");
    assertThat(Files.readAllBytes(folder.resolve("loss.png"))).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void shouldComeToTheSameWeightsForTheSameSeed() {
    assertThat(idOfOneEpoch(1, "b")).isEqualTo(idOfOneEpoch(1, "a"));
  }

  @Test
  void shouldComeToOtherWeightsForAnotherSeed() {
    assertThat(idOfOneEpoch(2, "b")).isNotEqualTo(idOfOneEpoch(1, "a"));
  }

  @Test
  void shouldStopWhenInterruptedAndKeepWhatIsFinished() {
    FitListener stopper =
        new FitListener() {
          @Override
          public void onEpoch(EpochResult result) {
            Thread.currentThread().interrupt();
          }
        };

    List<EpochResult> epochs = new Fit(LESSON, TinyDigits.of(80), "bars", folder, stopper).run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(epochs).hasSize(1);
    assertThat(folder.resolve("model_epoch_1.safetensors")).exists();
    assertThat(folder.resolve("model_epoch_2.safetensors")).doesNotExist();
  }

  @Test
  void shouldTellOfEveryStep() {
    List<FitListener.Progress> heard = new ArrayList<>();
    FitListener listener =
        new FitListener() {
          @Override
          public void onStep(Progress progress) {
            heard.add(progress);
          }
        };

    new Fit(STRONG, TinyDigits.of(80), "bars", folder, listener).run();

    assertThat(heard).extracting(FitListener.Progress::step).containsExactly(1, 2, 1, 2);
    assertThat(heard).allSatisfy(progress -> assertThat(progress.steps()).isEqualTo(2));
  }

  @Test
  void shouldRefuseASourceThatIsTooSmall() {
    assertThatThrownBy(() -> fit(Recipe.STRONG.settings(), folder))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("bars")
        .hasMessageContaining("hold out 1000");
  }

  private static List<EpochResult> fit(FitSettings settings, Path folder) {
    return new Fit(settings, TinyDigits.of(80), "bars", folder, FitListener.NONE).run();
  }

  private String idOfOneEpoch(long seed, String name) {
    FitSettings settings = new FitSettings(1, 32, 20, seed, Loss.ALL_PAIRS, 0.1, true, CYCLE);
    return CheckpointFile.load(fit(settings, folder.resolve(name)).get(0).checkpoint()).id();
  }
}
