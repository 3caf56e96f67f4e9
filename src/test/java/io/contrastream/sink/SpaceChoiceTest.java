package io.contrastream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpaceChoiceTest {
  private static final List<String> SPACES = List.of("first", "old", "new");

  /** A space without rows is not there; old is shown. */
  private static String choice(SpaceChoice choice, Map<String, Long> rows) {
    return choice
        .choose(SPACES.stream().filter(rows::containsKey).toList(), Optional.of("old"), rows::get)
        .orElse(null);
  }

  @Test
  void shouldKeepTheSpaceShownUntilANewerOneIsAsFull() {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.empty(), Set.of());

    assertThat(choice(choice, Map.of("old", 10L, "new", 9L))).isEqualTo("old");
    assertThat(choice(choice, Map.of("old", 10L, "new", 10L))).isEqualTo("new");
  }

  @Test
  void shouldChangeOverToASpaceThatIsSaidToBeComplete() {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.empty(), Set.of("new"));

    assertThat(choice(choice, Map.of("old", 10L, "new", 9L))).isEqualTo("new");
  }

  @Test
  void shouldNotGoBackToAnOlderSpaceByItself() {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.empty(), Set.of());

    assertThat(choice(choice, Map.of("first", 99L, "old", 10L))).isEqualTo("old");
  }

  @Test
  void shouldGoBackIfTheOlderSpaceIsActiveAgain() {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.of("first"), Set.of());

    assertThat(choice(choice, Map.of("first", 99L, "old", 10L, "new", 99L))).isEqualTo("first");
    assertThat(choice(choice, Map.of("first", 9L, "old", 10L, "new", 99L))).isEqualTo("old");
  }

  @Test
  void shouldChooseAFixedSpaceWhateverItHolds() {
    assertThat(choice(SpaceChoice.fixed("new"), Map.of("old", 10L, "new", 1L))).isEqualTo("new");
    assertThat(choice(SpaceChoice.fixed("other"), Map.of("old", 10L))).isNull();
  }

  @Test
  void shouldShowTheFirstSpaceAtFirst() {
    SpaceChoice choice = SpaceChoice.thatIsFull(Optional.of("new"), Set.of());

    assertThat(choice.choose(SPACES, Optional.empty(), space -> 1)).contains("first");
  }
}
