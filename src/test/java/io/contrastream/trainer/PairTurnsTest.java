package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairTurnsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void shouldTakeOneOfEachPartitionInTurn() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, LONG);
    put(turns, 0, 1);
    put(turns, 0, 2);
    put(turns, 1, 1);
    put(turns, 1, 2);

    assertThat(take(turns) + take(turns) + take(turns) + take(turns)).isEqualTo("0@1 1@1 0@2 1@2 ");
  }

  @Test
  void shouldBeginWithThePartitionWhoseTurnItIs() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 1, LONG);
    put(turns, 0, 1);
    put(turns, 1, 1);

    assertThat(take(turns)).isEqualTo("1@1 ");
  }

  @Test
  void shouldWaitForThePartitionWhoseTurnItIs() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, LONG);
    put(turns, 1, 1);

    assertThat(take(turns)).isEmpty();
    put(turns, 0, 1);
    assertThat(take(turns)).isEqualTo("0@1 ");
  }

  @Test
  void shouldWaitForAPartitionThatHasEndedAsLongAsPatienceLasts() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, LONG);
    put(turns, 1, 1);
    turns.atEnd(0, true);

    assertThat(take(turns)).isEmpty();
  }

  @Test
  void shouldPassOverAPartitionThatHasEndedWhenPatienceIsOver() throws InterruptedException {
    PairTurns turns = new PairTurns(3, 0, Duration.ZERO);
    put(turns, 1, 1);
    put(turns, 1, 2);
    turns.atEnd(0, true);
    turns.atEnd(2, true);

    assertThat(take(turns) + take(turns)).isEqualTo("1@1 1@2 ");
  }

  @Test
  void shouldNotPassOverAPartitionWhoseRecordsAreOnTheirWay() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, Duration.ZERO);
    put(turns, 1, 1);

    assertThat(take(turns)).isEmpty();
  }

  @Test
  void shouldGiveTheTurnBackWhenAPartitionGoesOn() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, Duration.ZERO);
    put(turns, 1, 1);
    turns.atEnd(0, true);
    take(turns);
    put(turns, 0, 7);
    put(turns, 1, 2);

    assertThat(take(turns) + take(turns)).isEqualTo("0@7 1@2 ");
  }

  @Test
  void shouldNotHoldUpAThousandRecordsForOneNowAndThen() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, Duration.ofMillis(200));
    IntStream.range(0, 1000).forEach(i -> put(turns, 0, i));
    turns.atEnd(0, true);

    int taken = 0;
    for (int i = 0; i < 6; i++) {
      put(turns, 1, i);
      turns.atEnd(1, true);
      taken += takeAll(turns, Duration.ofMillis(80)); // shorter than what a partition is waited for
    }

    assertThat(taken).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void shouldWaitAgainWhenAllRecordsAreTaken() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, Duration.ofMillis(500));
    put(turns, 0, 1);
    put(turns, 0, 2);
    turns.atEnd(0, true);
    turns.atEnd(1, true);
    takeAll(turns, Duration.ofMillis(600));
    put(turns, 1, 1);
    put(turns, 0, 3);
    put(turns, 0, 4);
    put(turns, 0, 5);
    turns.atEnd(1, true);

    assertThat(take(turns) + take(turns) + take(turns) + take(turns)).isEqualTo("0@3 1@1 0@4 ");
  }

  @Test
  void shouldNotCountTheWaitForRecordsThatAreOnTheirWay() throws InterruptedException {
    PairTurns turns = new PairTurns(2, 0, Duration.ofMillis(100));
    put(turns, 1, 1);
    takeAll(turns, Duration.ofMillis(150)); // the broker is away, say
    turns.atEnd(0, true);

    assertThat(take(turns)).isEmpty();
  }

  @Test
  void shouldThrowWhatTheOtherThreadFailedWith() {
    PairTurns turns = new PairTurns(1, 0, LONG);

    turns.fail(new IllegalStateException("gone"));

    assertThatThrownBy(() -> turns.next(Duration.ZERO)).hasMessage("gone");
  }

  private static void put(PairTurns turns, int partition, long offset) {
    turns.put(new PairTurns.Item(partition, offset, Optional.empty()));
  }

  private static int takeAll(PairTurns turns, Duration timeout) throws InterruptedException {
    int taken = 0;
    while (turns.next(timeout).isPresent()) {
      taken++;
    }
    return taken;
  }

  private static String take(PairTurns turns) throws InterruptedException {
    return turns
        .next(Duration.ofMillis(5))
        .map(item -> item.partition() + "@" + item.offset() + " ")
        .orElse("");
  }
}
