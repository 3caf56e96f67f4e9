package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** One fault, tried on topics and an application of its own, under load. One thread calls. */
final class Scenario implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final double IMAGES_PER_SECOND = 800;

  private final ProcessCluster stage;
  private final String name;
  private final List<String> overrides;
  private final SchemaRegistry registry;
  private final Ledger ledger;
  private final OutputReader witness;
  private final Load load;
  private final List<ChildProcess> processors = new ArrayList<>();
  private final List<Long> recoveriesMs = new ArrayList<>();
  private final Settings settings;
  private final Topics topics;

  private Scenario(ProcessCluster stage, String name, boolean knownModel, List<String> more) {
    this.stage = stage;
    this.name = name;
    this.overrides = overrides(stage, name, more);
    settings = Settings.load(new Sources(Optional.empty(), Map.of(), overrides));
    registry = SchemaRegistry.connect(settings.registry());
    topics = Topics.of(settings.topics(), registry);
    TopicSetup.ensure(settings, topics);
    ledger = new Ledger(knownModel, !more.contains("stream.guarantee=at_least_once"));
    witness = new OutputReader(settings, topics, ledger);
    load = Load.start(settings, topics.images(), IMAGES_PER_SECOND);
  }

  /** With a {@link KnownModel}. */
  static Scenario open(ProcessCluster stage, String name, String... settings) {
    return new Scenario(stage, name, true, List.of(settings));
  }

  /** With the program's own network. */
  static Scenario openWithNetwork(ProcessCluster stage, String name, String... settings) {
    return new Scenario(stage, name, false, List.of(settings));
  }

  private static List<String> overrides(ProcessCluster stage, String name, List<String> more) {
    Stream<String> own =
        Stream.of(
            "topics.images=" + name + "-images",
            "topics.embeddings=" + name + "-embeddings",
            "topics.scores=" + name + "-scores",
            "topics.loss=" + name + "-loss",
            "topics.labelled.pairs=" + name + "-labelled-pairs",
            "topics.dead.letters=" + name + "-dead-letters",
            "stream.application.id=" + name,
            "stream.state.dir=" + stage.folder().resolve(name).resolve("state"),
            "stream.threads=2",
            "pairs.window=10m",
            "loss.window=2s",
            "loss.grace=1s");
    return Stream.of(stage.addresses().stream(), own, more.stream())
        .flatMap(settings -> settings)
        .toList();
  }

  Settings settings() {
    return settings;
  }

  SchemaRegistry registry() {
    return registry;
  }

  Load load() {
    return load;
  }

  Ledger ledger() {
    return ledger;
  }

  Path stateDir() {
    return stage.folder().resolve(name).resolve("state");
  }

  List<InvalidRecords.Record> poisons() {
    return InvalidRecords.all(
        load, InvalidRecords.idOfForeignSchema(registry, settings.topics().embeddings()));
  }

  /** Starts one more processor with a {@link KnownModel}; doesn't wait for it. */
  ChildProcess startProcessor(String... options) {
    return start(List.of(options), ProcessorMain.class.getName(), overrides);
  }

  /** Starts the program itself, as a user does. */
  ChildProcess startProgram(String... more) {
    List<String> arguments = new ArrayList<>(List.of("process"));
    Stream.concat(overrides.stream(), Stream.of(more))
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return start(List.of(), "io.contrastream.cli.Main", arguments);
  }

  private ChildProcess start(List<String> options, String main, List<String> arguments) {
    Path log = stage.folder().resolve(name + "-" + processors.size() + ".log");
    ChildProcess processor = ChildProcess.start(log, options, main, arguments);
    processors.add(processor);
    return processor;
  }

  /** Waits until of each partition something can be read that was embedded from now on. */
  void awaitOutput() {
    awaitOutputSince(System.currentTimeMillis());
  }

  /** Does the same for a fault that struck at that time, and notes how long it took. */
  void awaitRecovery(long faultAtMs) {
    awaitOutputSince(faultAtMs);
    recoveriesMs.add(System.currentTimeMillis() - faultAtMs);
  }

  private void awaitOutputSince(long timeMs) {
    Await.until(
        "embeddings made after the fault can be read, of each partition, in scenario " + name,
        PATIENCE,
        () -> {
          witness.check();
          return ledger.allEmbedSince(timeMs, settings.topics().partitions());
        });
  }

  /** Kills a processor time and again, each time starting another at once. */
  void killOften(int times, Random random, String... options) {
    ChildProcess processor = startProcessor(options);
    awaitOutput();
    for (int i = 0; i < times; i++) {
      Await.pause(random.nextInt(2000));
      processor.kill();
      long at = System.currentTimeMillis();
      processor = startProcessor(options);
      awaitRecovery(at);
    }
  }

  void requireZeros(String fault, int times) {
    requireZeros(fault, times, Ledger.NOTHING);
  }

  /**
   * Ends the run and adds it to the table.
   *
   * @param fault in words
   * @param times it struck
   * @param bad images that must have become dead letters
   */
  void requireZeros(String fault, int times, IntPredicate bad) {
    Verdict verdict = conclude(fault, times, bad);
    assertThat(verdict)
        .as("%s: %s", fault, ledger.progress())
        .isEqualTo(new Verdict(verdict.images(), 0, 0, 0, 0, List.of()));
  }

  Verdict conclude(String fault, int times, IntPredicate bad) {
    Verdict verdict = finish(bad);
    stage.table().add(fault, times, verdict, recoveriesMs);
    return verdict;
  }

  /** Ends the load, waits until a processor has it all out, stops the processors and counts. */
  private Verdict finish(IntPredicate bad) {
    int images = load.finish();
    if (processors.stream().noneMatch(ChildProcess::isAlive)) {
      startProcessor();
    }
    Await.within(PATIENCE, () -> verdict(images, bad).lost() == 0);
    processors.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::close);
    Await.until(
        "all transactions are over",
        Duration.ofSeconds(60),
        () -> witness.nothingHeldBack(settings));
    Await.pause(500); // what the last commits still bring
    witness.check();
    return verdict(images, bad);
  }

  private Verdict verdict(int images, IntPredicate bad) {
    return ledger.verdict(images, bad, load.poison());
  }

  @Override
  public void close() {
    processors.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
    load.close();
    witness.close();
    registry.close();
  }
}
