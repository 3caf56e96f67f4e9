package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.doctor.RequiredRight.Kind;
import io.contrastream.doctor.RequiredRight.Resource;
import io.contrastream.testing.TestSettings;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class RequiredRightTest {
  @Test
  void shouldIncludeThoseOfCandidatesInTheShadow() {
    Settings settings = TestSettings.of("training.promote=shadow", "rollback.enabled=false");

    assertThat(RequiredRight.of(settings))
        .contains(
            new RequiredRight(
                "train", AclOperation.READ, new Resource(Kind.TOPIC, "loss-telemetry")),
            new RequiredRight(
                "refusing candidates",
                AclOperation.WRITE,
                new Resource(Kind.TOPIC, "model-checkpoints")));
  }
}
