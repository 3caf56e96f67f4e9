package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceSlotTest {
  @TempDir private Path folder;

  @Test
  void shouldKeepItsIdAfterARestart() {
    String before = idOfAStart();

    assertThat(idOfAStart()).isEqualTo(before);
  }

  @Test
  void shouldGiveEachInstanceItsOwnId() {
    try (InstanceSlot first = take();
        InstanceSlot second = take()) {
      assertThat(second.id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void shouldTakeTheSlotOfAnInstanceThatEnded() {
    InstanceSlot first = take();
    try (InstanceSlot second = take()) {
      first.close();
      try (InstanceSlot third = take()) {
        assertThat(third.id()).isEqualTo(first.id()).isNotEqualTo(second.id());
      }
    }
  }

  @Test
  void shouldGiveEachApplicationItsOwnIds() {
    try (InstanceSlot one = take();
        InstanceSlot other = InstanceSlot.take(folder, "other")) {
      assertThat(other.id()).isNotEqualTo(one.id());
    }
  }

  @Test
  void shouldGenerateAnotherIdIfWritingItWasInterrupted() throws IOException {
    Files.createDirectories(folder.resolve("app/instance-1"));
    Files.writeString(folder.resolve("app/instance-1/id"), "1a2b");

    String id = idOfAStart();

    assertThat(id).hasSize(36);
    assertThat(idOfAStart()).isEqualTo(id);
  }

  @Test
  void shouldReportAFolderThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> InstanceSlot.take(file, "app"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(file.toString())
        .hasMessageEndingWith("set stream.state.dir to a writable folder");
  }

  private String idOfAStart() {
    try (InstanceSlot slot = take()) {
      return slot.id();
    }
  }

  private InstanceSlot take() {
    return InstanceSlot.take(folder, "app");
  }
}
