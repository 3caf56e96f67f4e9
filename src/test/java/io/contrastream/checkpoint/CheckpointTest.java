package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String SPACE = "0123456789ab";

  private final Checkpoint checkpoint = new Checkpoint(Map.of(), Map.of("seed", "1"));

  @Test
  void shouldBeginASpaceOfItsOwn() {
    assertThat(checkpoint.spaceId()).isEqualTo(checkpoint.id());
  }

  @Test
  void shouldKeepItsIdAndFactsInAnotherSpace() {
    Checkpoint moved = checkpoint.inSpace(SPACE);

    assertThat(moved.spaceId()).isEqualTo(SPACE);
    assertThat(moved.id()).isEqualTo(checkpoint.id());
    assertThat(moved.metadata()).containsEntry("seed", "1");
  }

  @Test
  void shouldKeepItsSpaceInAFile() {
    byte[] file = Safetensors.encode(checkpoint.inSpace(SPACE));

    assertThat(Safetensors.decode(ByteBuffer.wrap(file), "a file").spaceId()).isEqualTo(SPACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789AB", "0123456789abc", "'; drop table"})
  void shouldNotTakeAnythingElseForASpace(String named) {
    assertThat(checkpoint.inSpace(named).spaceId()).isEqualTo(checkpoint.id());
  }
}
