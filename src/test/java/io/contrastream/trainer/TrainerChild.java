package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.faults.KillOnLog;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A trainer as a process of its own, to be killed. Says which step it is at, a line each. */
public final class TrainerChild {
  private static final String KILL_ON = "trainer.kill.on";
  private static final String KILL_AT = "trainer.kill.at";

  private static volatile TrainerProcess trainer;

  private TrainerChild() {}

  /** The moments of a commit at which a trainer can be killed, as Kafka's producer logs them. */
  enum Moment {
    BEFORE_ITS_END("to COMMITTING_TRANSACTION"),
    AFTER_ITS_END("from state COMMITTING_TRANSACTION to READY");

    private final String text;

    Moment(String text) {
      this.text = text;
    }
  }

  /** Starts a trainer that kills itself in the commit after which it shows this verdict. */
  static Process startToBeKilled(String verdict, Moment moment, List<String> overrides)
      throws IOException {
    return start(
        List.of("-D" + KILL_ON + "=" + verdict, "-D" + KILL_AT + "=" + moment), 0, overrides);
  }

  /**
   * @param options of the JVM
   * @param steps the step to end after; 0 for none
   */
  static Process start(List<String> options, int steps, List<String> overrides) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx512m");
    command.add("-Dcontrastream.home=" + System.getProperty("contrastream.home", ""));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TrainerChild.class.getName(), Integer.toString(steps)));
    command.addAll(overrides);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * @param args the step to end after, then settings
   */
  public static void main(String[] args) throws InterruptedException {
    if (System.getProperty(KILL_ON) != null) {
      KillOnLog.install(
          "org.apache.kafka.clients.producer.internals.TransactionManager",
          Moment.valueOf(System.getProperty(KILL_AT)).text,
          TrainerChild::showsTheVerdict);
    }
    List<String> overrides = Arrays.asList(args).subList(1, args.length);
    Settings settings = new TestSettings().with(overrides).load();
    TrainerProcess.Options options = new TrainerProcess.Options(false, Long.parseLong(args[0]));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess running = TrainerProcess.start(settings, registry, options)) {
      trainer = running;
      long told = -1;
      while (running.isRunning()) {
        long step = running.progress().counts().steps();
        if (step != told) {
          System.out.println(step);
          told = step;
        }
        running.await(Duration.ofMillis(5));
      }
      running.throwFailure();
    }
    System.exit(0);
  }

  private static boolean showsTheVerdict() {
    TrainerProcess running = trainer;
    return running != null && running.progress().verdict().contains(System.getProperty(KILL_ON));
  }
}
