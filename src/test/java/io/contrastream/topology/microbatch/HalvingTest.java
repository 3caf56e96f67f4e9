package io.contrastream.topology.microbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private final List<Integer> sizes = new ArrayList<>();

  @Test
  void shouldKeepTheOrder() {
    List<Outcome<Integer>> outcomes = halving(values -> squares(values)).apply(List.of(3, 1, 2));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(9, 1, 4);
  }

  @Test
  void shouldCallAGoodBatchOnce() {
    halving(values -> squares(values)).apply(upTo(100));

    assertThat(sizes).containsExactly(100);
  }

  @Test
  void shouldFailBadValuesAlone() {
    List<Outcome<Integer>> outcomes = halving(values -> refusing(7, values)).apply(upTo(100));

    assertThat(outcomes).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(outcomes.get(i).result()).isEqualTo(i % 7 == 0 ? null : Integer.valueOf(i * i));
      assertThat(outcomes.get(i).failure() != null).isEqualTo(i % 7 == 0);
    }
  }

  @Test
  void shouldFindOneBadValueInFewCalls() {
    halving(values -> refusing(200, values)).apply(IntStream.range(73, 201).boxed().toList());

    assertThat(sizes).hasSize(15); // the first, and two for each halving of 128
  }

  @Test
  void shouldReportWhyAValueFailed() {
    Outcome<Integer> outcome = halving(values -> refusing(7, values)).apply(List.of(14)).get(0);

    assertThatThrownBy(outcome::orThrow)
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining("14 is refused");
  }

  @Test
  void shouldTrySmallerBatchesWhenMemoryRunsOut() {
    List<Outcome<Integer>> outcomes =
        halving(
                values -> {
                  if (values.size() > 30) {
                    throw new OutOfMemoryError();
                  }
                  return squares(values);
                })
            .apply(upTo(100));

    assertThat(outcomes).extracting(Outcome::result).containsExactlyElementsOf(squares(upTo(100)));
  }

  @Test
  void shouldBlameNoValueForAPermanentFault() {
    Halving<Integer, Integer> halving =
        halving(
            values -> {
              throw new BatchFaultException("The device is lost", null);
            });

    assertThatThrownBy(() -> halving.apply(upTo(8)))
        .isInstanceOf(BatchFaultException.class)
        .hasMessage("The device is lost");
  }

  @Test
  void shouldNameTheSettingIfOneValueIsTooLarge() {
    Halving<Integer, Integer> halving =
        halving(
            values -> {
              throw new OutOfMemoryError();
            });

    assertThatThrownBy(() -> halving.apply(upTo(8)))
        .isInstanceOf(BatchFaultException.class)
        .hasMessageContaining("lower batch.sound.size or");
  }

  @Test
  void shouldBlameNoValueForMissingResults() {
    Halving<Integer, Integer> halving = halving(values -> List.of());

    assertThatThrownBy(() -> halving.apply(upTo(8)))
        .isInstanceOf(BatchFaultException.class)
        .hasMessage("A batch of 1 records gave 0 results");
  }

  @Test
  void shouldNotCatchOtherErrors() {
    Halving<Integer, Integer> halving =
        halving(
            values -> {
              throw new LinkageError("a native library is gone");
            });

    assertThatThrownBy(() -> halving.apply(upTo(8))).isInstanceOf(LinkageError.class);
  }

  private Halving<Integer, Integer> halving(Function<List<Integer>, List<Integer>> function) {
    return new Halving<>(
        values -> {
          sizes.add(values.size());
          return function.apply(values);
        },
        "batch.sound.size");
  }

  private static List<Integer> refusing(int divisor, List<Integer> values) {
    for (int value : values) {
      if (value % divisor == 0) {
        throw new IllegalArgumentException(value + " is refused");
      }
    }
    return squares(values);
  }

  private static List<Integer> squares(List<Integer> values) {
    return values.stream().map(value -> value * value).toList();
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }
}
