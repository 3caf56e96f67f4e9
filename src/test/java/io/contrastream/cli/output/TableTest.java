package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void shouldAlignNumbersToTheRightAndTextToTheLeft() {
    Table table = new Table("id", "KiB", "file").row("a", 5, "x").row("bcd", 1234, "y z");

    assertThat(print(table))
        .isEqualTo("id    KiB  file%na       5  x%nbcd  1234  y z%n".formatted());
  }

  @Test
  void shouldRemoveControlCharacters() {
    assertThat(print(new Table().row("a\u001b", null))).isEqualTo("a%n".formatted());
  }

  private static String print(Table table) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true));
    return text.toString();
  }
}
