package io.contrastream.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StopNoticeTest {
  private final StringWriter err = new StringWriter();

  @Test
  void shouldEndTheInterruptedLineOfATerminal() {
    // given
    err.append("Images 12^C");

    // when
    new StopNotice(new PrintWriter(err, true), true).print();

    // then
    assertThat(err.toString().lines()).containsExactly("Images 12^C", "Stopping…");
  }

  @Test
  void shouldPrintASingleLineElsewhere() {
    // when
    new StopNotice(new PrintWriter(err, true), false).print();

    // then
    assertThat(err.toString().lines()).containsExactly("Stopping…");
  }

  @Test
  void shouldPrintNothingIfTheWorkEnds() {
    // when
    String result = StopNotice.during(new PrintWriter(err, true), () -> "done");

    // then
    assertThat(result).isEqualTo("done");
    assertThat(err.toString()).isEmpty();
  }
}
