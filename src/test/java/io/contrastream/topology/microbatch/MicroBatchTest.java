package io.contrastream.topology.microbatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of several records; the test driver commits after each record. */
class MicroBatchTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder, 0);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldKeepOrderKeysTimestampsAndHeaders() {
    try (Batches batches =
        new Batches(broker, "kept", new BatchSize(7, NO_LIMIT, NEVER, "batch.size"), NEVER)) {
      batches.send(words(70));

      List<ConsumerRecord<String, String>> records = batches.read(70);
      for (int i = 0; i < 70; i++) {
        assertThat(records.get(i).key()).isEqualTo("key-" + i % 3);
        assertThat(records.get(i).value()).isEqualTo("WORD-" + i);
        assertThat(records.get(i).timestamp()).isEqualTo(Batches.START_MS + i);
        assertThat(header(records.get(i), "number")).isEqualTo("" + i);
      }
    }
  }

  @Test
  void shouldForwardEachRecordUnderItsOwnOffset() {
    try (Batches batches =
        new Batches(broker, "offsets", new BatchSize(5, NO_LIMIT, NEVER, "batch.size"), NEVER)) {
      batches.send(words(20));

      assertThat(batches.read(20))
          .extracting(record -> header(record, Batches.ORIGIN))
          .containsExactlyElementsOf(
              IntStream.range(0, 20).mapToObj(i -> "offsets-in-0@" + i).toList());
    }
  }

  @Test
  void shouldDrainWhenTheBatchIsFull() {
    try (Batches batches =
        new Batches(broker, "full", new BatchSize(8, NO_LIMIT, NEVER, "batch.size"), NEVER)) {
      batches.send(words(30));
      batches.read(24);

      assertThat(batches.sizes()).containsExactly(8, 8, 8);
    }
  }

  @Test
  void shouldDrainWhenTheBatchHasManyBytes() {
    // 30 bytes per record: 9 of the value, and 21 of the raw key, value and header.
    try (Batches batches =
        new Batches(broker, "bytes", new BatchSize(1000, 75, NEVER, "batch.size"), NEVER)) {
      batches.send(List.of("nine char", "nine char", "nine char", "a"));
      batches.read(3);

      assertThat(batches.sizes()).containsExactly(3);
    }
  }

  @Test
  void shouldDrainWhenTheOldestRecordHasWaited() {
    BatchSize size = new BatchSize(1000, NO_LIMIT, Duration.ofMillis(200), "batch.size");
    try (Batches batches = new Batches(broker, "delay", size, NEVER)) {
      batches.send(words(10));
      batches.read(10);

      assertThat(batches.sizes().size()).as("batches of ten words").isLessThan(10);
    }
  }

  @Test
  void shouldNotCutABatchWhoseNextRecordsAreFetched() {
    // given a delay that passes while three of eight records are still to come
    BatchSize size = new BatchSize(8, NO_LIMIT, Duration.ofMillis(500), "batch.size");
    try (Batches batches = new Batches(broker, "fetched", size, NEVER, 8)) {
      batches.send(words(5));
      batches.awaitReceived(5);
      Await.pause(1500);

      // when
      batches.send(words(3));
      batches.read(8);

      // then
      assertThat(batches.sizes()).containsExactly(8);
    }
  }

  @Test
  void shouldCutABatchWhoseFetchedRecordsNeverCome() {
    BatchSize size = new BatchSize(8, NO_LIMIT, Duration.ofMillis(50), "batch.size");
    try (Batches batches = new Batches(broker, "never", size, NEVER, 8)) {
      batches.send(words(5));

      assertThat(batches.read(5)).hasSize(5);
    }
  }

  @Test
  void shouldDrainBeforeACommit() {
    BatchSize size = new BatchSize(1000, NO_LIMIT, NEVER, "batch.size");
    try (Batches batches = new Batches(broker, "commit", size, Duration.ofMillis(300))) {
      batches.send(words(10));

      assertThat(batches.read(10)).hasSize(10);
      assertThat(batches.sizes().size()).as("batches of ten words").isLessThan(10);
    }
  }

  @Test
  void shouldDrainOnClose() {
    BatchSize size = new BatchSize(1000, NO_LIMIT, NEVER, "batch.size");
    try (Batches batches = new Batches(broker, "end", size, NEVER)) {
      batches.send(words(10));
      batches.awaitReceived(10);
      assertThat(batches.sizes()).isEmpty();
      batches.stop();

      assertThat(batches.read(10)).hasSize(10);
      assertThat(batches.sizes()).containsExactly(10);
    }
  }

  @Test
  void shouldThrowABadRecordUnderItsOwnOffsetAndKeepTheRest() {
    BatchSize size = new BatchSize(10, NO_LIMIT, NEVER, "batch.size");
    try (Batches batches = new Batches(broker, "bad", size, NEVER)) {
      batches.send(List.of("a", "b", Batches.BAD, "c", "d", "e", Batches.BAD, "f", "g", "h"));

      assertThat(batches.read(8))
          .extracting(ConsumerRecord::value)
          .containsExactly("A", "B", "C", "D", "E", "F", "G", "H");
      assertThat(batches.failures())
          .containsExactly("bad-outcome bad-in-0@2", "bad-outcome bad-in-0@6");
    }
  }

  private static List<String> words(int n) {
    return IntStream.range(0, n).mapToObj(i -> "word-" + i).toList();
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
