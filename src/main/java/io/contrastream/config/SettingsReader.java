package io.contrastream.config;

import java.util.Locale;
import java.util.function.Function;

/** Builds the settings section by section, and reports the faults of all sections together. */
final class SettingsReader {
  private final Values values;

  private SettingsReader(Values values) {
    this.values = values;
  }

  static Settings read(Sources sources) {
    return new SettingsReader(new Values(sources)).read();
  }

  private Settings read() {
    KafkaSettings kafka = section("kafka", SettingsReader::kafka);
    RegistrySettings registry = section("registry", SettingsReader::registry);
    TopicSettings topics = section("topics", SettingsReader::topics);
    ModelSettings model = section("model", SettingsReader::model);
    BatchSettings batch = section("batch", SettingsReader::batch);
    PairSettings pairs = section("pairs", SettingsReader::pairs);
    LossSettings loss = section("loss", SettingsReader::loss);
    DriftSettings drift = section("drift", SettingsReader::drift);
    StreamSettings stream = section("stream", SettingsReader::stream);
    CheckpointSettings checkpoints = section("checkpoints", SettingsReader::checkpoints);
    RollbackSettings rollback = section("rollback", SettingsReader::rollback);
    TrainingSettings training = training();
    GateSettings gate = section("gate", SettingsReader::gate);
    checkTogether(training, gate);
    DashboardSettings dashboard = section("dashboard", SettingsReader::dashboard);
    if (!values.faults().isEmpty()) {
      throw new ConfigException(values.faults());
    }
    return new Settings(
        kafka,
        registry,
        topics,
        model,
        batch,
        pairs,
        loss,
        drift,
        stream,
        checkpoints,
        rollback,
        training,
        gate,
        dashboard,
        new ClientSettings(
            values.section("streams", true),
            values.section("producer", true),
            values.section("consumer", true)));
  }

  private void checkTogether(TrainingSettings training, GateSettings gate) {
    if (training != null && gate != null && gate.pairs() > training.memory().holdOutPairs()) {
      values.fault(
          "gate.pairs",
          "at most training.hold.out.pairs, which is " + training.memory().holdOutPairs());
    }
  }

  /** Returns null if the section is wrong. Its faults are recorded, so the null goes no further. */
  private <T> T section(String name, Function<Section, T> make) {
    try {
      return make.apply(new Section(values, name));
    } catch (IllegalSettingsException e) {
      e.allowedByKey().forEach(values::fault);
      return null;
    }
  }

  private static KafkaSettings kafka(Section in) {
    return new KafkaSettings(in.text("bootstrap.servers"), in.others());
  }

  private static RegistrySettings registry(Section in) {
    return new RegistrySettings(
        in.list("schema.registry.url"),
        in.bool("auto.register.schemas"),
        in.bool("use.latest.version"),
        in.duration("retry"),
        in.others());
  }

  private static TopicSettings topics(Section in) {
    return new TopicSettings(
        in.text("images"),
        in.text("embeddings"),
        in.text("scores"),
        in.text("loss"),
        in.text("labelled.pairs"),
        in.text("checkpoints"),
        in.text("training"),
        in.text("trainer.state"),
        in.text("dead.letters"),
        in.integer("partitions"),
        in.integer("replication"));
  }

  private static ModelSettings model(Section in) {
    return new ModelSettings(
        in.text("checkpoint"),
        in.oneOf("path", ForwardPath.class),
        in.text("device"),
        in.path("checkpoints.dir"));
  }

  private static BatchSettings batch(Section in) {
    return new BatchSettings(in.integer("size"), in.duration("delay"), in.bytes("bytes"));
  }

  private static PairSettings pairs(Section in) {
    return new PairSettings(in.duration("window"));
  }

  private static LossSettings loss(Section in) {
    return new LossSettings(in.duration("window"), in.duration("grace"));
  }

  private static DriftSettings drift(Section in) {
    return new DriftSettings(in.integer("images"), in.number("threshold"));
  }

  private static StreamSettings stream(Section in) {
    return new StreamSettings(
        in.text("application.id"),
        in.threads("threads"),
        in.oneOf("guarantee", Guarantee.class),
        in.duration("commit.interval"),
        in.path("state.dir"));
  }

  private static CheckpointSettings checkpoints(Section in) {
    return new CheckpointSettings(in.text("model"), in.integer("keep"), in.bool("save"));
  }

  private static RollbackSettings rollback(Section in) {
    return new RollbackSettings(
        in.bool("enabled"),
        in.number("factor"),
        in.number("tolerated.loss"),
        in.integer("windows"),
        in.integer("pairs"));
  }

  private static DashboardSettings dashboard(Section in) {
    return new DashboardSettings(
        in.bool("enabled"),
        in.text("host"),
        in.integer("port"),
        in.text("token"),
        in.integer("neighbours"));
  }

  /** Builds the parts one by one, so that the faults of all are found. */
  private TrainingSettings training() {
    TrainingSettings.Steps steps = section("training", SettingsReader::trainingSteps);
    TrainingSettings.Memory memory =
        section(
            "training",
            in ->
                new TrainingSettings.Memory(
                    in.integer("replay"), in.number("hold.out"), in.integer("hold.out.pairs")));
    TrainingSettings.Pace pace = section("training", SettingsReader::trainingPace);
    return section(
        "training",
        in ->
            new TrainingSettings(
                in.text("name"),
                in.integer("seed"),
                steps,
                memory,
                pace,
                in.oneOf("promote", TrainingSettings.Promotion.class)));
  }

  private static TrainingSettings.Steps trainingSteps(Section in) {
    return new TrainingSettings.Steps(
        in.text("loss").toLowerCase(Locale.ROOT),
        in.number("temperature"),
        in.integer("batch.size"),
        in.integer("pairs.per.step"),
        in.number("fresh"),
        in.number("learning.rate"),
        in.number("decay"),
        in.integer("decay.steps"),
        in.number("least.learning.rate"),
        in.number("average"));
  }

  private static TrainingSettings.Pace trainingPace(Section in) {
    return new TrainingSettings.Pace(
        in.integer("commit.steps"),
        in.duration("commit.interval"),
        in.integer("candidate.steps"),
        in.duration("candidate.interval"),
        in.duration("patience"));
  }

  private static GateSettings gate(Section in) {
    return new GateSettings(
        in.integer("pairs"),
        in.number("accuracy"),
        in.number("margin"),
        in.number("loss.margin"),
        in.number("class.margin"),
        in.integer("class.pairs"),
        in.number("variance"),
        in.number("cosine"));
  }
}
