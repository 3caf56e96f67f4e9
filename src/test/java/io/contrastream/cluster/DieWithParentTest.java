package io.contrastream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DieWithParentTest {

  /** Runs in the child and never returns. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Closes the pipe by hand, as the operating system does when the parent ends. */
  @Test
  void shouldHaltTheChildWhenItsInputIsClosed() throws IOException, InterruptedException {
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
