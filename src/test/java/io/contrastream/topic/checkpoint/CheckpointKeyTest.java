package io.contrastream.topic.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointKeyTest {

  @Test
  void shouldParseTheKeyOfACheckpoint() {
    assertThat(CheckpointKey.parse("digits/0123456789ab"))
        .contains(CheckpointKey.ofCheckpoint("digits", "0123456789ab"));
  }

  @Test
  void shouldParseTheKeyOfAnAnnouncement() {
    assertThat(CheckpointKey.parse("digits/active/42"))
        .contains(CheckpointKey.ofActivation("digits", 42));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digits/0123456789ab",
        "digits/active/42",
        "digits/space/0123456789ab",
        "digits/shadow"
      })
  void shouldFormatWhatItParses(String text) {
    assertThat(CheckpointKey.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "digits",
        "digits/",
        "/0123",
        "digits/NOT-HEX",
        "digits/active/",
        "digits/active/0",
        "digits/active/-1",
        "digits/active/9999999999999999999",
        "digits/active/1/2",
        "digits/shadow/1"
      })
  void shouldRejectOtherForms(String text) {
    assertThat(CheckpointKey.parse(text)).isEmpty();
  }
}
