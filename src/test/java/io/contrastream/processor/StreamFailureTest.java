package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamFailureTest {

  @Test
  void shouldNameTheGroupThatAnotherProgramUses() {
    assertThat(
            StreamFailure.message(
                new StreamsException(new InconsistentGroupProtocolException("incompatible")),
                "digits"))
        .contains("consumer group digits", "stream.application.id", "incompatible");
  }

  @Test
  void shouldSayThatTheStateFolderWasCopied() {
    assertThat(
            StreamFailure.message(
                new StreamsException(new FencedInstanceIdException("another consumer")), "digits"))
        .contains("Another processor of digits", "stream.state.dir is a copy");
  }

  @Test
  void shouldNotPassOnTheAdviceToResetTheApplication() {
    assertThat(
            StreamFailure.message(
                new StreamsException(
                    "Existing internal topic a-losses-repartition has invalid partitions: expected:"
                        + " 4; actual: 1. Use 'org.apache.kafka.tools.StreamsResetter' tool"),
                "a"))
        .contains("a-losses-repartition has 1 partitions, but the input topics have 4")
        .contains(
            "Stop all processors, delete the topics a-pairs-changelog, a-losses-repartition, ")
        .doesNotContain("Resetter");
  }

  @Test
  void shouldPassOnWhatKafkaSays() {
    assertThat(StreamFailure.message(new StreamsException("anything else"), "a"))
        .isEqualTo("anything else");
  }
}
