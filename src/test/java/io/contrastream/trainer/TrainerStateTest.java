package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.training.TrainerStateException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerStateTest {
  private static final Position POSITION =
      new Position(Map.of(0, 5L, 1, 0L), Map.of(0, 17L, 1, 3L), 1);

  @Test
  void shouldComeBackFromItsRecords() {
    TrainerState restored = TrainerState.fromRecords("night", state(1).toRecords("night"));

    assertThat(restored.position()).isEqualTo(POSITION);
    assertThat(restored.origin()).isNull();
    assertThat(restored.steps()).isEqualTo(40);
    assertThat(restored.parts().get("big")).isEqualTo(state(1).parts().get("big"));
    assertThat(restored.parts().get("small")).isEqualTo(state(1).parts().get("small"));
  }

  @Test
  void shouldKeepEveryRecordBelowWhatBrokersTake() {
    assertThat(state(1).toRecords("night").values()).allMatch(bytes -> bytes.length <= 512 << 10);
  }

  @Test
  void shouldRefusePiecesOfAnotherCommit() {
    Map<String, byte[]> mixed = new HashMap<>(state(1).toRecords("night"));
    mixed.put("night/big/1", state(2).toRecords("night").get("night/big/1"));

    assertThatThrownBy(() -> TrainerState.fromRecords("night", mixed))
        .isInstanceOf(TrainerStateException.class)
        .hasMessageContaining("night/big/1");
  }

  @Test
  void shouldSayWhichPieceIsMissing() {
    Map<String, byte[]> records = new HashMap<>(state(1).toRecords("night"));
    records.remove("night/big/2");

    assertThatThrownBy(() -> TrainerState.fromRecords("night", records))
        .hasMessageContaining("night/big/2: it is missing");
  }

  private static TrainerState state(long seed) {
    byte[] big = new byte[1_200_000];
    new Random(seed).nextBytes(big);
    Map<String, byte[]> parts = Map.of("big", big, "small", new byte[] {1});
    return new TrainerState(null, "abc", 40, "labelled-pairs", POSITION, parts);
  }
}
