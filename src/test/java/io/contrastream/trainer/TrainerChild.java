package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A trainer as a process of its own, to be killed. Says which step it is at, a line each. */
public final class TrainerChild {
  private TrainerChild() {}

  /**
   * @param args the step to end after, then settings
   */
  public static void main(String[] args) throws InterruptedException {
    List<String> overrides = Arrays.asList(args).subList(1, args.length);
    Settings settings = new TestSettings().with(overrides).load();
    TrainerProcess.Options options = new TrainerProcess.Options(false, Long.parseLong(args[0]));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer = TrainerProcess.start(settings, registry, options)) {
      long told = -1;
      while (trainer.isRunning()) {
        long step = trainer.progress().counts().steps();
        if (step != told) {
          System.out.println(step);
          told = step;
        }
        trainer.await(Duration.ofMillis(5));
      }
      trainer.throwFailure();
    }
    System.exit(0);
  }
}
