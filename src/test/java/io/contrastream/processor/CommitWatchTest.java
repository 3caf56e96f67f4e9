package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitWatchTest {
  private long nowMs = 1000;
  private final CommitWatch commits = new CommitWatch(Duration.ofSeconds(1), () -> nowMs);

  @Test
  void shouldReportOutputsThatAreNotCommitted() {
    commits.sent();
    nowMs += 20_000;
    commits.sent();
    nowMs += 13_000;

    assertThat(commits.problem()).hasValueSatisfying(it -> assertThat(it).contains("33 s"));
  }

  @Test
  void shouldReportNothingInTime() {
    commits.sent();
    nowMs += 32_999;

    assertThat(commits.problem()).isEmpty();
  }

  @Test
  void shouldReportNothingAfterACommit() {
    commits.sent();
    commits.settled();
    nowMs += 1_000_000;

    assertThat(commits.problem()).isEmpty();
  }

  @Test
  void shouldForgetThreadsThatHaveEnded() throws InterruptedException {
    Thread ended = new Thread(commits::sent);
    ended.start();
    ended.join();
    nowMs += 1_000_000;

    assertThat(commits.problem()).isEmpty();
  }
}
