package io.contrastream.sink.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpaceChoiceTest {
  private static final Space OLD = new Space(1, "old", 64, true, true);
  private static final Space NEW = new Space(2, "new", 64, true, false);

  private static Space choice(SpaceChoice choice, Map<Space, Long> rows) throws SQLException {
    return choice.choose(rows.keySet().stream().sorted(BY_NUMBER).toList(), rows::get).orElse(null);
  }

  private static final Comparator<Space> BY_NUMBER = Comparator.comparingInt(Space::number);

  @Test
  void shouldKeepTheActiveSpaceUntilANewerOneIsAsFull() throws SQLException {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.empty(), Set.of());

    assertThat(choice(choice, Map.of(OLD, 10L, NEW, 9L))).isEqualTo(OLD);
    assertThat(choice(choice, Map.of(OLD, 10L, NEW, 10L))).isEqualTo(NEW);
  }

  @Test
  void shouldChangeOverToASpaceThatIsSaidToBeComplete() throws SQLException {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.empty(), Set.of("new"));

    assertThat(choice(choice, Map.of(OLD, 10L, NEW, 9L))).isEqualTo(NEW);
  }

  @Test
  void shouldNotGoBackToAnOlderSpaceByItself() throws SQLException {
    Space first = new Space(0, "first", 64, true, false);

    assertThat(
            choice(
                SpaceChoice.thatIsFull(Optional.empty(), Set.of()), Map.of(first, 99L, OLD, 10L)))
        .isEqualTo(OLD);
  }

  @Test
  void shouldGoBackIfTheOlderSpaceIsActiveAgain() throws SQLException {
    Space first = new Space(0, "first", 64, true, false);
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.of("first"), Set.of());

    assertThat(choice(choice, Map.of(first, 99L, OLD, 10L, NEW, 99L))).isEqualTo(first);
    assertThat(choice(choice, Map.of(first, 9L, OLD, 10L, NEW, 99L))).isEqualTo(OLD);
  }

  @Test
  void shouldChooseAFixedSpaceWhateverItHolds() throws SQLException {
    assertThat(choice(SpaceChoice.fixed("new"), Map.of(OLD, 10L, NEW, 1L))).isEqualTo(NEW);
    assertThat(SpaceChoice.fixed("other").choose(List.of(OLD, NEW), space -> 1)).isEmpty();
  }
}
