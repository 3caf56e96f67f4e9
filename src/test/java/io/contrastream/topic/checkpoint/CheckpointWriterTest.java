package io.contrastream.topic.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.CheckpointSettings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class CheckpointWriterTest {
  private final MockProducer<String, ModelCheckpoint> producer =
      new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> null);
  private final CheckpointWriter writer =
      new CheckpointWriter(
          producer, "checkpoints", new CheckpointSettings(Records.MODEL, 2, false));
  private final CheckpointHistory history = new CheckpointHistory(Records.MODEL);

  @Test
  void shouldUseTheIdAsKeyOfACheckpoint() {
    writer.publish(Records.checkpoint("a"));

    assertThat(sentKeys()).containsExactly("digits/a");
  }

  @Test
  void shouldAnnounceTheNextGeneration() {
    announce("a");
    announce("b");

    assertThat(sentKeys()).containsExactly("digits/active/1", "digits/active/2");
    assertThat(history.active().orElseThrow().previousId()).isEqualTo("a");
  }

  @Test
  void shouldNameTheSpaceOfWhatItAnnounces() {
    ModelCheckpoint later = Records.checkpoint("e");
    later.getWeights().setSpaceId("b");
    history.add(CheckpointKey.ofCheckpoint(Records.MODEL, "e"), later, 0);

    announce("e");

    assertThat(history.active().orElseThrow().spaceId()).isEqualTo("b");
  }

  @Test
  void shouldNameTheFirstCheckpointAsPredecessorIfTheTopicHoldsIt() {
    publish("file", "a");
    announce("a");

    assertThat(history.active().orElseThrow().previousId()).isEqualTo("file");
    assertThat(history.rollbackTarget(Set.of())).contains("file");
  }

  @Test
  void shouldNameNoPredecessorThatCanNotBeActivated() {
    publish("a");
    announce("a");

    assertThat(history.active().orElseThrow().previousId()).isNull();
  }

  @Test
  void shouldDeleteTheOldestBeyondThoseToKeep() {
    publish("a", "b", "c", "d");

    writer.prune(history);

    assertThat(sentKeys()).containsExactly("digits/a", "digits/b");
    assertThat(producer.history()).allMatch(record -> record.value() == null);
  }

  @Test
  void shouldKeepTheActiveOneAndItsPredecessor() {
    publish("a", "b", "c", "d", "e");
    announce("a");
    announce("c");
    producer.clear();

    writer.prune(history);

    assertThat(sentKeys()).containsExactly("digits/b");
  }

  @Test
  void shouldKeepTheCandidateInTheShadow() {
    publish("a", "b", "c");
    ShadowCheckpoint shadow = Records.shadow("a");
    history.add(CheckpointKey.ofShadow(Records.MODEL), shadow.toRecord(Records.MODEL), 9);

    writer.prune(history);

    assertThat(sentKeys()).isEmpty();
  }

  @Test
  void shouldKeepTheFirstOneOfTheActiveOnesSpace() {
    publish("a", "b", "c", "d");
    ModelCheckpoint later = Records.checkpoint("e");
    later.getWeights().setSpaceId("b");
    history.add(CheckpointKey.ofCheckpoint(Records.MODEL, "e"), later, 4);
    announce("e");
    producer.clear();

    writer.prune(history);

    assertThat(sentKeys()).containsExactly("digits/a", "digits/c");
  }

  private void publish(String... ids) {
    for (String id : ids) {
      history.add(
          CheckpointKey.ofCheckpoint(Records.MODEL, id),
          Records.checkpoint(id),
          history.checkpoints().size());
    }
  }

  private void announce(String id) {
    ActiveCheckpoint next =
        writer.next(history, "file", id, ActivationCause.PROMOTION, "a reason", "a test");
    writer.announce(next);
    history.add(
        CheckpointKey.ofActivation(Records.MODEL, next.generation()),
        next.toRecord(Records.MODEL),
        0);
  }

  private List<String> sentKeys() {
    return producer.history().stream().map(ProducerRecord::key).toList();
  }
}
