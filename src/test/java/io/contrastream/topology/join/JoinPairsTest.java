package io.contrastream.topology.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.topic.InputRecord;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.join.JoinResult.Unmatched;
import io.contrastream.topology.streams.Arrivals;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redelivered records and unmatched images, which tests of the whole topology cannot produce. */
class JoinPairsTest {
  private static final int EXAMPLES = 3;

  private final MockProcessorContext<String, JoinResult> context = new MockProcessorContext<>();
  private Processor<String, EmbeddedInput, String, JoinResult> join;

  @BeforeEach
  void start() {
    start(true);
  }

  private void start(boolean redelivered) {
    join =
        JoinPairs.supplier(
                Stores.inMemoryKeyValueStore("pairs"),
                Duration.ofMinutes(1),
                new Arrivals(),
                redelivered)
            .get();
    KeyValueStore<String, WaitingPair> pairs =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("pairs"), Serdes.String(), new WaitingPairSerde())
            .withLoggingDisabled()
            .build();
    pairs.init(context.getStateStoreContext(), pairs);
    context.setCurrentSystemTimeMs(1000);
    join.init(context);
  }

  @Test
  void shouldNotCountRedeliveredExamplesTwice() {
    receive(ImageRole.ANCHOR, "anchor", 10);
    receive(ImageRole.CONTRASTIVE, "first", 11);
    receive(ImageRole.CONTRASTIVE, "second", 12);

    receive(ImageRole.CONTRASTIVE, "first", 11);
    receive(ImageRole.CONTRASTIVE, "second", 12);
    receive(ImageRole.CONTRASTIVE, "third", 13);

    assertThat(joined()).containsExactly("first", "second", "third");
  }

  @Test
  void shouldJoinThePairsOfATopicThatWasCreatedAgain() {
    start(false); // exactly once
    receive(ImageRole.ANCHOR, "anchor", 10);
    receive(ImageRole.CONTRASTIVE, "first", 11);

    receive(ImageRole.CONTRASTIVE, "second", 0);

    assertThat(joined()).containsExactly("first", "second");
  }

  @Test
  void shouldNotKeepARedeliveredExampleTwice() {
    receive(ImageRole.CONTRASTIVE, "first", 10);
    receive(ImageRole.CONTRASTIVE, "first", 10);
    receive(ImageRole.ANCHOR, "anchor", 11);
    receive(ImageRole.ANCHOR, "anchor", 11);
    receive(ImageRole.CONTRASTIVE, "second", 12);
    receive(ImageRole.CONTRASTIVE, "third", 13);

    assertThat(joined()).containsExactly("first", "second", "third");
  }

  @Test
  void shouldJoinAnExampleThatIsProducedAgain() {
    receive(ImageRole.ANCHOR, "anchor", 10);
    receive(ImageRole.CONTRASTIVE, "first", 11);
    receive(ImageRole.CONTRASTIVE, "first", 12);

    assertThat(joined()).containsExactly("first", "first");
  }

  /** The state of an earlier release may contain such an anchor. */
  @Test
  void shouldReportAnAnchorOnceHoweverManyExamplesItAnnounced() {
    receiveAnchor("anchor", Integer.MAX_VALUE, 10);
    receive(ImageRole.CONTRASTIVE, "first", 11);
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(1000);
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(62_000);

    assertThat(unmatched())
        .containsExactly(new Unmatched(Modality.IMAGE, "checkpoint", Integer.MAX_VALUE - 1));
  }

  @Test
  void shouldReportAnAnchorThatAnotherReplaces() {
    receive(ImageRole.ANCHOR, "anchor", 10);
    receive(ImageRole.CONTRASTIVE, "first", 11);
    receive(ImageRole.ANCHOR, "another", 12);

    assertThat(unmatched()).containsExactly(new Unmatched(Modality.IMAGE, "checkpoint", 2));
  }

  @Test
  void shouldNotReportAnImageBecauseALaterOneIsRedelivered() {
    // given an example whose window has closed, in the state that holds a later one
    receive(ImageRole.CONTRASTIVE, "early", 10, 1000);
    receive(ImageRole.CONTRASTIVE, "late", 11, 30_000);
    context.setCurrentSystemTimeMs(200_000);

    // when
    receive(ImageRole.CONTRASTIVE, "late", 11, 100_000);
    receive(ImageRole.CONTRASTIVE, "late", 11, 100_000);

    // then the scan reports it, once
    assertThat(unmatched()).isEmpty();
    scan(0, 100_000);
    assertThat(unmatched()).hasSize(2);
  }

  @Test
  void shouldLookThroughABoundedNumberOfPairsAtATime() {
    for (int i = 0; i < 5010; i++) {
      context.setRecordMetadata("images", 0, i);
      join.process(record("pair-" + i, image(ImageRole.CONTRASTIVE, "c-" + i), 1000));
    }

    scan(0, 62_000);

    assertThat(unmatched()).hasSize(5000);
    scan(1, 62_050);
    assertThat(unmatched()).hasSize(5010);
  }

  /** More would not fit into a record of the changelog. */
  @Test
  void shouldKeepABoundedNumberOfBytes() {
    receiveSound("first", 256 << 10, 10);
    receiveSound("fits", 256 << 10, 11);
    receiveSound("too much", 2, 12);

    assertThat(unmatched()).containsExactly(new Unmatched(Modality.SOUND, "checkpoint", 1));
    receive(ImageRole.ANCHOR, "anchor", 13);
    assertThat(joined()).containsExactly("first", "fits");
  }

  @Test
  void shouldKeepABoundedNumberOfExamples() {
    for (int i = 0; i <= 100; i++) {
      receive(ImageRole.CONTRASTIVE, "c-" + i, i);
    }

    assertThat(unmatched()).hasSize(1);
    receive(ImageRole.ANCHOR, "anchor", 101);
    assertThat(joined()).hasSize(100).doesNotContain("c-100");
  }

  @Test
  void shouldLeaveNoTimerBehindForARevivedTask() {
    for (int i = 0; i < 5010; i++) {
      context.setRecordMetadata("images", 0, i);
      join.process(record("pair-" + i, image(ImageRole.CONTRASTIVE, "c-" + i), 1000));
    }
    scan(0, 1000);

    join.close();

    assertThat(context.scheduledPunctuators())
        .hasSize(2)
        .allMatch(MockProcessorContext.CapturedPunctuator::cancelled);
  }

  private void scan(int timer, long nowMs) {
    context.scheduledPunctuators().get(timer).getPunctuator().punctuate(nowMs);
  }

  private void receive(ImageRole role, String id, long offset, long timestampMs) {
    context.setRecordMetadata("images", 0, offset);
    join.process(record("pair", image(role, id), timestampMs));
  }

  private static Record<String, EmbeddedInput> record(
      String key, DigitImage.Builder image, long timestampMs) {
    return record(key, image.build(), timestampMs);
  }

  private static Record<String, EmbeddedInput> record(
      String key, SpecificRecord input, long timestampMs) {
    return new Record<>(
        key,
        new EmbeddedInput(InputRecord.of(input), new float[2], "checkpoint", "space", 0),
        timestampMs);
  }

  private void receive(ImageRole role, String id, long offset) {
    receive(image(role, id), offset);
  }

  private void receiveAnchor(String id, int examples, long offset) {
    receive(image(ImageRole.ANCHOR, id).setExamples(examples), offset);
  }

  private void receive(DigitImage.Builder image, long offset) {
    context.setRecordMetadata("images", 0, offset);
    join.process(record("pair", image, 1000));
  }

  private void receiveSound(String id, int bytes, long offset) {
    DigitSound sound =
        DigitSound.newBuilder()
            .setSoundId(id)
            .setPairId("pair")
            .setRole(ImageRole.CONTRASTIVE)
            .setSampleRate(8000)
            .setSamples(ByteBuffer.allocate(bytes))
            .build();
    context.setRecordMetadata("sounds", 0, offset);
    join.process(record("pair", sound, 1000));
  }

  private static DigitImage.Builder image(ImageRole role, String id) {
    return DigitImage.newBuilder()
        .setImageId(id)
        .setPairId("pair")
        .setRole(role)
        .setExamples(role == ImageRole.ANCHOR ? EXAMPLES : null)
        .setPixels(ByteBuffer.allocate(Digit.PIXELS));
  }

  private List<Unmatched> unmatched() {
    return context.forwarded().stream()
        .map(captured -> captured.record().value())
        .flatMap(result -> result instanceof Unmatched alone ? Stream.of(alone) : Stream.empty())
        .toList();
  }

  private List<String> joined() {
    return context.forwarded().stream()
        .map(captured -> captured.record().value())
        .flatMap(result -> result instanceof ScoredPair pair ? Stream.of(pair) : Stream.empty())
        .map(pair -> pair.contrastive().input().id())
        .toList();
  }
}
