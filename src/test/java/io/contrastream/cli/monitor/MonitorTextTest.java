package io.contrastream.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.monitor.Snapshot;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorTextTest {
  private final MonitorText text = new MonitorText(ZoneOffset.UTC);

  @Test
  void shouldShowEachSubjectOnALine() {
    assertThat(text.screen(MonitorSamples.full()))
        .containsExactly(
            "Images       in 1,234/s, embedded 1,200/s, lag 1,100, highest in partition 2: 700",
            "Processors   2 instances, 4 threads, group contrastream is stable",
            "Loss         0.0123 █▅▁ cosine + 0.953, - 0.113 (200 pairs until 11:59:50, checkpoint"
                + " 4ae3f3a94377)",
            "Checkpoint   contrastream-mnist (4ae3f3a94377) since 00:00:00, 12 h ago (generation 3,"
                + " by me): better",
            "Trainer      step 120, loss 0.0200, 3 s ago; refused 0123456789ab, 5 min ago: loss is"
                + " worse",
            "Dead letters 1 since the monitor started, 0.2/s",
            "             1 s ago, digit-images-2 at 17: Not Avro: [2J  bad");
  }

  @Test
  void shouldNameTheTopicOfTheHighestLagAmongSeveral() {
    assertThat(text.screen(MonitorSamples.ofThreeModalities()))
        .contains(
            "Inputs       in 900/s, embedded 800/s, lag 9, highest in partition 1 of digit-sounds:"
                + " 5");
  }

  @Test
  void shouldNameTheModalitiesOfEachLoss() {
    assertThat(text.screen(MonitorSamples.ofThreeModalities()))
        .filteredOn(line -> line.startsWith("Loss"))
        .containsExactly(
            "Loss         image:caption   0.0123 █▅▁ cosine + 0.953, - 0.113 (200 pairs until"
                + " 11:59:50, checkpoint 4ae3f3a94377)",
            "Loss         image:sound     0.0123 █▁ cosine + 0.953, - 0.113 (200 pairs until"
                + " 11:59:50, checkpoint 4ae3f3a94377)");
    assertThat(text.line(MonitorSamples.ofThreeModalities()))
        .contains(", loss image:caption 0.0123, image:sound 0.0123, checkpoint none");
  }

  @Test
  void shouldShowThatThereWasNoCandidate() {
    Snapshot.Verdict verdict =
        new Snapshot.Verdict("NOT_JUDGED", null, "too few pairs", MonitorSamples.NOON_MS);
    Snapshot look =
        MonitorSamples.with(new Snapshot.Trainer(20, 0.1, MonitorSamples.NOON_MS, verdict));

    assertThat(text.screen(look))
        .contains(
            "Trainer      step 20, loss 0.1000, 0 s ago; not judged yet, 0 s ago: too few pairs");
  }

  @Test
  void shouldShowWhatIsMissing() {
    assertThat(text.screen(MonitorSamples.empty()))
        .containsExactly(
            "Images       in –/s, embedded –/s, lag 0",
            "Processors   none in group contrastream",
            "Loss         no window with labelled pairs yet",
            "Checkpoint   none announced: processors use setting model.checkpoint",
            "Trainer      no reports",
            "Dead letters 0 since the monitor started, –/s");
  }

  @Test
  void shouldShowEverythingOnOneLine() {
    assertThat(text.line(MonitorSamples.full()))
        .isEqualTo(
            "12:00:00  in 1,234/s, embedded 1,200/s, lag 1100, loss 0.0123, checkpoint"
                + " contrastream-mnist (4ae3f3a94377), trainer at step 120, dead letters 1 (Not"
                + " Avro: [2J  bad)");
  }

  @ParameterizedTest
  @CsvSource({
    "-5000, 0 s ago",
    "99999, 99 s ago",
    "100000, 1 min ago",
    "6000000, 1 h ago",
    "172800000, 2 days ago"
  })
  void shouldShowHowLongAgo(long millis, String words) {
    assertThat(MonitorText.ago(MonitorSamples.NOON_MS - millis, MonitorSamples.NOON_MS))
        .isEqualTo(words);
  }
}
