package io.contrastream.topic.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.Reembedding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointHistoryTest {
  private final CheckpointHistory history = new CheckpointHistory(Records.MODEL);
  private long offset;

  @Test
  void shouldHaveNoActiveCheckpointInitially() {
    assertThat(history.active()).isEmpty();
    assertThat(history.generation()).isZero();
    assertThat(history.rollbackTarget(Set.of())).isEmpty();
  }

  @Test
  void shouldFollowGrowingGenerations() {
    announce(1, "a");
    announce(2, "b");

    assertThat(activeId()).isEqualTo("b");
  }

  @Test
  void shouldIgnoreALateAnnouncement() {
    announce(2, "b");
    announce(1, "a");

    assertThat(activeId()).isEqualTo("b");
  }

  @Test
  void shouldHoldTheLastCandidateInTheShadowUntilItEnds() {
    CheckpointKey key = CheckpointKey.ofShadow(Records.MODEL);
    ShadowCheckpoint second = Records.shadow("second");

    history.add(key, Records.shadow("first").toRecord(Records.MODEL), offset++);
    history.add(key, second.toRecord(Records.MODEL), offset++);
    assertThat(history.shadow()).contains(second);
    assertThat(history.active()).isEmpty();

    publish("second");
    history.add(key, second.refused("it is broken").toRecord(Records.MODEL), offset++);
    assertThat(history.shadow().orElseThrow().isOpen(0)).isFalse();
    assertThat(history.shadow().orElseThrow().refusal()).contains("it is broken");

    history.add(key, null, offset++);
    assertThat(history.shadow()).isEmpty();
  }

  @Test
  void shouldForgetACandidateThatIsRefusedAfterItWasDeleted() {
    CheckpointKey key = CheckpointKey.ofShadow(Records.MODEL);
    history.add(key, null, offset++);

    history.add(key, Records.shadow("a").refused("late").toRecord(Records.MODEL), offset++);

    assertThat(history.shadow()).isEmpty();
  }

  @Test
  void shouldReportEachLateAnnouncementOnce() {
    announce(1, "a");
    announce(2, "b");
    announce(2, "b");
    announce(1, "a");

    assertThat(history.takeLate()).extracting(ActiveCheckpoint::id).containsExactly("a");
    assertThat(history.takeLate()).isEmpty();
  }

  @Test
  void shouldUseTheLastOfTwoAnnouncementsOfOneGeneration() {
    announce(1, "a");
    announce(1, "b");

    assertThat(activeId()).isEqualTo("b");
    assertThat(history.activations()).hasSize(1);
  }

  @Test
  void shouldIgnoreAnAnnouncementUnderTheKeyOfAnotherGeneration() {
    announce(3, "a");

    boolean taken =
        history.add(
            CheckpointKey.ofActivation(Records.MODEL, 9),
            Records.active(2, "b").toRecord(Records.MODEL),
            offset++);

    assertThat(taken).isFalse();
    assertThat(activeId()).isEqualTo("a");
  }

  @Test
  void shouldIgnoreAnAnnouncementUnderTheKeyOfACheckpoint() {
    boolean taken =
        history.add(
            CheckpointKey.ofCheckpoint(Records.MODEL, "a"),
            Records.active(1, "a").toRecord(Records.MODEL),
            offset++);

    assertThat(taken).isFalse();
    assertThat(history.checkpoints()).isEmpty();
  }

  @Test
  void shouldListCheckpointsInTheOrderOfTheTopic() {
    publish("b");
    publish("a");
    publish("b");

    assertThat(history.checkpoints()).extracting(PublishedCheckpoint::id).containsExactly("a", "b");
    assertThat(history.checkpoint("b")).get().extracting(PublishedCheckpoint::offset).isEqualTo(2L);
  }

  @Test
  void shouldRemoveWhatATombstoneDeletes() {
    publish("a");
    announce(1, "a");
    history.add(CheckpointKey.ofCheckpoint(Records.MODEL, "a"), null, offset++);
    history.add(CheckpointKey.ofActivation(Records.MODEL, 1), null, offset++);

    assertThat(history.checkpoints()).isEmpty();
    assertThat(history.active()).isEmpty();
  }

  @Test
  void shouldRollBackToThePredecessor() {
    announce(1, "a");
    announce(2, "b");

    assertThat(history.rollbackTarget(Set.of())).contains("a");
  }

  @Test
  void shouldNotRollBackToWhatLacksAnEncoder() {
    publish("a", "contrastive-cnn-1+caption-bag-1");
    publish("b", "contrastive-cnn-1");
    publish("c", "contrastive-cnn-1+caption-bag-1+sound-cnn-1");
    announce(1, "a");
    announce(2, "b");
    announce(3, "c");

    assertThat(history.rollbackTarget(Set.of(Modality.IMAGE))).contains("b");
    assertThat(history.rollbackTarget(Set.of(Modality.IMAGE, Modality.CAPTION))).contains("a");
    assertThat(history.rollbackTarget(Set.of(Modality.IMAGE, Modality.SOUND))).isEmpty();
  }

  @Test
  void shouldRollBackFurtherAfterARollback() {
    announce(1, "a");
    announce(2, "b");
    announce(3, "c");
    announce(4, "b", ActivationCause.ROLLBACK);

    assertThat(history.rollbackTarget(Set.of())).contains("a");
  }

  @Test
  void shouldNotRollBackToTheSameCheckpointAnnouncedTwice() {
    announce(1, "a");
    announce(2, "b");
    announce(3, "b");

    assertThat(history.rollbackTarget(Set.of())).contains("a");
  }

  @Test
  void shouldRollBackToTheFirstCheckpointOnce() {
    announceFirst("a", "file");
    assertThat(history.rollbackTarget(Set.of())).contains("file");

    announce(2, "file", ActivationCause.ROLLBACK);

    assertThat(history.rollbackTarget(Set.of())).isEmpty();
  }

  @Test
  void shouldTakeForProvenWhatWasActivatedSinceAPersonChose() {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      publish(id);
    }
    announce(1, "a");
    announce(2, "b", ActivationCause.MANUAL);
    announce(3, "c");
    announce(4, "d");
    announce(5, "c", ActivationCause.ROLLBACK);
    announce(6, "gone");

    assertThat(history.proven()).extracting(PublishedCheckpoint::id).containsExactly("b", "c");
  }

  @Test
  void shouldForgetThatASpaceWasCompleteOnceAnotherOneWasActive() {
    String first = "a0a0a0a0a0a0";
    String second = "b0b0b0b0b0b0";
    announce(1, first);
    announce(2, second);
    complete(second);
    Set<String> whileActive = history.completeSpaces();

    announce(3, first, ActivationCause.ROLLBACK);
    announce(4, second);

    assertThat(whileActive).containsExactly(second);
    assertThat(history.completeSpaces()).isEmpty();
    assertThat(history.activeSpace()).contains(second);
  }

  @Test
  void shouldKeepThatASpaceIsCompleteIfTheWeightsOfAnnouncedOnesAreDeleted() {
    String founder = "a0a0a0a0a0a0";
    announceIn(founder, 1, founder);
    complete(founder);

    announceIn(founder, 2, "b0b0b0b0b0b0"); // compaction has removed its weights

    assertThat(history.completeSpaces()).containsExactly(founder);
    assertThat(history.activeSpace()).contains(founder);
  }

  private void announceIn(String space, long generation, String id) {
    history.add(
        CheckpointKey.ofActivation(Records.MODEL, generation),
        Records.active(generation, id).inSpace(space).toRecord(Records.MODEL),
        offset++);
  }

  private void complete(String space) {
    ModelCheckpoint record =
        ModelCheckpoint.newBuilder()
            .setModel(Records.MODEL)
            .setCheckpointId(space)
            .setReembedding(new Reembedding(space, 5L, 0L))
            .build();
    history.add(CheckpointKey.ofSpace(Records.MODEL, space), record, offset++);
  }

  private void announceFirst(String id, String previousId) {
    history.add(
        CheckpointKey.ofActivation(Records.MODEL, 1),
        new ActiveCheckpoint(
                1, id, null, previousId, ActivationCause.PROMOTION, "a reason", "a test", false, 0)
            .toRecord(Records.MODEL),
        offset++);
  }

  private String activeId() {
    return history.active().orElseThrow().id();
  }

  private void publish(String id) {
    history.add(CheckpointKey.ofCheckpoint(Records.MODEL, id), Records.checkpoint(id), offset++);
  }

  private void publish(String id, String networks) {
    history.add(
        CheckpointKey.ofCheckpoint(Records.MODEL, id), Records.checkpoint(id, networks), offset++);
  }

  private void announce(long generation, String id) {
    announce(generation, id, ActivationCause.PROMOTION);
  }

  private void announce(long generation, String id, ActivationCause cause) {
    history.add(
        CheckpointKey.ofActivation(Records.MODEL, generation),
        Records.active(generation, id, cause).toRecord(Records.MODEL),
        offset++);
  }
}
