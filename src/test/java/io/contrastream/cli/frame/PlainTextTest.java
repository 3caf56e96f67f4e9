package io.contrastream.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static final String HOSTILE = "a\u001b[2Jb\u009bc\u202ed\re\nf é –";

  @Test
  void shouldRemoveControlCharacters() {
    assertThat(PlainText.line(HOSTILE)).isEqualTo("a [2Jb c d e f é –");
  }

  @Test
  void shouldKeepLineFeeds() {
    assertThat(PlainText.lines(HOSTILE)).isEqualTo("a [2Jb c d e\nf é –");
  }
}
