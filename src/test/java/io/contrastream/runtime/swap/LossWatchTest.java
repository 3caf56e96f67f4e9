package io.contrastream.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.RollbackSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossWatchTest {
  private static final long MANY = 100;
  private static final long FEW = 99;

  /** Twice as bad, three windows in a row, of 100 pairs at least. */
  private final LossWatch watch = new LossWatch(new RollbackSettings(true, 2, 0.02, 3, 100));

  @BeforeEach
  void seeTheFormerOne() {
    watch.activated("old", null);
    windows("old", 0.10, 0.05, 0.10);
    watch.activated("new", "old");
  }

  @Test
  void shouldGoBackAfterSoManyWorseWindows() {
    assertThat(windows("new", 0.21, 0.21)).isFalse();
    assertThat(watch.window("new", MANY, 0.3))
        .get()
        .asString()
        .contains("under new was above 0.2000", "3 windows", "last 0.3000", "0.1000 under old");
  }

  @Test
  void shouldNotGoBackForWindowsThatAreWorseByLessThanTheFactor() {
    assertThat(windows("new", 0.2, 0.2, 0.2, 0.2)).isFalse();
  }

  @Test
  void shouldCountWorseWindowsInARowOnly() {
    assertThat(windows("new", 0.3, 0.3, 0.1, 0.3, 0.3)).isFalse();
  }

  @Test
  void shouldNotCountWindowsOfTooFewPairs() {
    windows("new", 0.3, 0.3);

    assertThat(watch.window("new", FEW, 0.3)).isEmpty();
    assertThat(watch.window("new", MANY, 0.3)).isPresent();
  }

  @Test
  void shouldTolerateALossThatIsSmallAllTheSame() {
    windows("old", 0.001, 0.001, 0.001);

    assertThat(windows("new", 0.019, 0.019, 0.019)).isFalse();
    assertThat(windows("new", 0.021, 0.021, 0.021)).isTrue();
  }

  @Test
  void shouldTakeTheLastWindowsOfTheFormerOneAsMeasure() {
    windows("old", 0.3, 0.3, 0.3);

    assertThat(windows("new", 0.5, 0.5, 0.5)).isFalse();
  }

  @Test
  void shouldLeaveACheckpointThatWasGoodAtFirst() {
    windows("new", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);

    assertThat(windows("new", 0.9, 0.9, 0.9)).isFalse();
  }

  @Test
  void shouldNotJudgeWhereThereIsNothingToGoBackTo() {
    watch.activated("other", null);

    assertThat(windows("other", 9, 9, 9, 9)).isFalse();
  }

  @Test
  void shouldNotJudgeWhereTheFormerOneWasNeverMeasured() {
    watch.activated("other", "unseen");

    assertThat(windows("other", 9, 9, 9, 9)).isFalse();
  }

  @Test
  void shouldMeasureTheNextOneByTheOneThatWasOnTrial() {
    windows("new", 0.05, 0.05, 0.05);
    watch.activated("newest", "new");

    assertThat(windows("newest", 0.11, 0.11, 0.11)).isTrue();
  }

  @Test
  void shouldForgetHowACheckpointWasBeforeItsTrial() {
    windows("new", 0.3, 0.3);
    watch.activated("old", null);
    windows("old", 0.1, 0.1);
    watch.activated("new", "old");

    assertThat(windows("new", 0.3)).isFalse();
  }

  /** Whether the last of these windows says to go back. */
  private boolean windows(String id, double... losses) {
    boolean back = false;
    for (double loss : losses) {
      back = watch.window(id, MANY, loss).isPresent();
    }
    return back;
  }
}
