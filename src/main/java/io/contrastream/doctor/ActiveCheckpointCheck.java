package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks that a processor would accept the active checkpoint of the topic. */
record ActiveCheckpointCheck(Settings settings, Duration timeout) implements Check {

  /** Long, because the topic holds whole checkpoints, some of them not compacted away yet. */
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

  @Override
  public String remedy(Throwable failure) {
    return FailureRemedy.of(
        failure,
        "activate another one: contrastream checkpoints list --topic, then contrastream checkpoints"
            + " activate ID");
  }

  @Override
  public List<Outcome> run() {
    String topic = settings.topics().checkpoints();
    if (!exists(topic)) {
      return List.of(
          Outcome.skipped(
              "topic %s does not exist".formatted(topic), "create it: contrastream topics create"));
    }
    try (SchemaRegistry registry =
            SchemaRegistry.connect(RegistryCheck.readOnly(settings.registry(), timeout));
        CheckpointAdmin store =
            new CheckpointAdmin(
                settings, Topics.of(settings, registry).checkpoints(), READ_TIMEOUT)) {
      Optional<ActiveCheckpoint> active = store.history().active();
      return List.of(
          active.map(now -> check(store, now)).orElseGet(() -> Outcome.ok(noneIn(topic))));
    }
  }

  private boolean exists(String topic) {
    List<TopicPlan> plan =
        TopicPlan.of(settings).stream().filter(it -> it.name().equals(topic)).toList();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      return admin.describe(plan).get(0).exists();
    }
  }

  private Outcome check(CheckpointAdmin store, ActiveCheckpoint active) {
    try (Model model = store.open(active.id())) {
      return Outcome.ok(
          "%s of generation %d loads and passes its self-test"
              .formatted(model.checkpointId(), active.generation()));
    }
  }

  private String noneIn(String topic) {
    return "%s has no active checkpoint yet; processors start with %s"
        .formatted(topic, settings.model().checkpoint());
  }
}
