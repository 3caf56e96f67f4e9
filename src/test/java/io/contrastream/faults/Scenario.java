package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.testing.Await;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** One fault under load, with topics and an application id of its own. One thread calls. */
final class Scenario implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(150);
  private static final double IMAGES_PER_SECOND = 800;

  /** All scenarios run with this guarantee, unless they set another. */
  static final String GUARANTEE =
      System.getProperty("contrastream.test.guarantee", Guarantee.EXACTLY_ONCE_V2.kafkaName());

  private final ProcessCluster cluster;
  private final String name;
  private final List<String> overrides;
  private final SchemaRegistry registry;
  private final Ledger ledger;
  private final OutputReader outputs;
  private final Load load;
  private final List<ChildProcess> processors = new ArrayList<>();
  private final List<Long> recoveriesMs = new ArrayList<>();
  private final Settings settings;
  private final Topics topics;

  private Scenario(ProcessCluster cluster, String name, boolean knownModel, List<String> more) {
    this.cluster = cluster;
    this.name = name;
    this.overrides = overrides(cluster, name, more);
    settings = new TestSettings().with(overrides).load();
    registry = SchemaRegistry.connect(settings.registry());
    topics = Topics.of(settings, registry);
    TopicSetup.ensure(settings, topics);
    ledger = new Ledger(knownModel, exactlyOnce());
    outputs = new OutputReader(settings, topics, ledger);
    load = Load.start(settings, topics, IMAGES_PER_SECOND);
  }

  /** Opens a scenario of all modalities with a {@link KnownModel}. */
  static Scenario open(ProcessCluster cluster, String name, String... settings) {
    List<String> all = new ArrayList<>(List.of("modalities=image,caption,sound"));
    all.addAll(List.of(settings));
    return new Scenario(cluster, name, true, all);
  }

  /** Opens a scenario of images with the program's own network. */
  static Scenario openWithNetwork(ProcessCluster cluster, String name, String... settings) {
    return new Scenario(cluster, name, false, List.of(settings));
  }

  private static List<String> overrides(ProcessCluster cluster, String name, List<String> more) {
    return cluster
        .settings()
        .named(name)
        .with(
            "stream.state.dir=" + cluster.folder().resolve(name).resolve("state"),
            "stream.guarantee=" + GUARANTEE,
            "stream.threads=2",
            "pairs.window=10m",
            "loss.window=2s",
            "loss.grace=1s")
        .with(more)
        .overrides();
  }

  Settings settings() {
    return settings;
  }

  private boolean exactlyOnce() {
    return settings.stream().guarantee() == Guarantee.EXACTLY_ONCE_V2;
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
    return cluster.folder().resolve(name).resolve("state");
  }

  List<InvalidRecords.InvalidRecord> poisons() {
    int foreign = InvalidRecords.idOfForeignSchema(registry, settings.topics().embeddings());
    List<InvalidRecords.InvalidRecord> all = new ArrayList<>(InvalidRecords.all(load, foreign));
    if (settings.modalities().size() > 1) {
      all.addAll(InvalidRecords.ofCaptionsAndSounds(load));
    }
    return all;
  }

  /** Starts another processor with a {@link KnownModel}, without waiting for it. */
  ChildProcess startProcessor(String... options) {
    return start(List.of(options), ProcessorMain.class.getName(), overrides);
  }

  /** Starts the program itself, as a user would. */
  ChildProcess startProgram(String... more) {
    List<String> arguments = new ArrayList<>(List.of("process"));
    Stream.concat(overrides.stream(), Stream.of(more))
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return start(List.of(), "io.contrastream.cli.Main", arguments);
  }

  private ChildProcess start(List<String> options, String main, List<String> arguments) {
    Path log = cluster.folder().resolve(name + "-" + processors.size() + ".log");
    ChildProcess processor = ChildProcess.start(log, options, main, arguments);
    processors.add(processor);
    return processor;
  }

  /** Waits for an embedding from each partition that was made after this call. */
  void awaitOutput() {
    awaitOutputSince(System.currentTimeMillis());
  }

  /**
   * Waits for an embedding from each partition made after a fault, and records the time it took.
   */
  void awaitRecovery(long faultAtMs) {
    awaitOutputSince(faultAtMs);
    recoveriesMs.add(System.currentTimeMillis() - faultAtMs);
  }

  private void awaitOutputSince(long timeMs) {
    Await.until(
        "each partition has embeddings made after the fault in scenario " + name,
        TIMEOUT,
        () -> {
          outputs.check();
          return ledger.allEmbedSince(timeMs, settings.topics().partitions());
        });
  }

  /** Kills a processor repeatedly, and starts another at once each time. */
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
   * Ends the run, requires that nothing was lost or wrong, and adds the run to the table. At least
   * once allows outputs to be repeated, and so to come late.
   *
   * @param fault description of the fault
   * @param times how often the fault occurred
   * @param bad whether the image of this number must have become a dead letter
   */
  void requireZeros(String fault, int times, IntPredicate bad) {
    Verdict verdict = finish(bad);
    cluster.table().add(fault, times, verdict, recoveriesMs);
    boolean exact = exactlyOnce();
    Verdict required =
        new Verdict(
            verdict.images(),
            0,
            exact ? 0 : verdict.doubled(),
            exact ? 0 : verdict.outOfOrder(),
            0,
            exact ? List.of() : verdict.details());
    assertThat(verdict).as("%s: %s", fault, ledger.progress()).isEqualTo(required);
  }

  /** Ends the load, waits for all outputs, stops the processors and counts. */
  private Verdict finish(IntPredicate bad) {
    int images = load.finish();
    if (processors.stream().noneMatch(ChildProcess::isAlive)) {
      startProcessor();
    }
    Await.within(TIMEOUT, () -> verdict(images, bad).lost() == 0);
    processors.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::close);
    outputs.awaitCommits(settings);
    outputs.awaitEnd(settings);
    outputs.check();
    return verdict(images, bad);
  }

  private Verdict verdict(int images, IntPredicate bad) {
    return ledger.verdict(images, bad, load.poison());
  }

  @Override
  public void close() {
    processors.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
    load.close();
    outputs.close();
    registry.close();
  }
}
