package io.contrastream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DieWithParentTest {

  /** Runs in the child, for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** The system closes the pipe when the parent dies, as the test does by hand. */
  @Test
  void shouldEndChildWhenParentsEndOfInputIsGone() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DieWithParent.class.getName(),
                Sleeper.class.getName())
            .start();
    assertThat(child.waitFor(1, TimeUnit.SECONDS)).isFalse();

    child.getOutputStream().close();

    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }
}
