package io.contrastream.testing;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds settings from the packaged defaults and overrides of the form {@code key=value}. A later
 * override of the same key wins.
 */
public final class TestSettings {
  private static final List<String> TOPICS =
      List.of(
          "images",
          "captions",
          "sounds",
          "embeddings",
          "scores",
          "loss",
          "labelled.pairs",
          "checkpoints",
          "training",
          "trainer.state",
          "dead.letters");

  private final List<String> overrides = new ArrayList<>();

  public static Settings of(String... overrides) {
    return new TestSettings().with(overrides).load();
  }

  /** Returns settings with addresses where nothing listens. */
  public static Settings offline(String... overrides) {
    return at("127.0.0.1:1", "http://127.0.0.1:1").with(overrides).load();
  }

  public static TestSettings at(String bootstrapServers, String registryUrl) {
    return new TestSettings()
        .with(
            "kafka.bootstrap.servers=" + bootstrapServers,
            "registry.schema.registry.url=" + registryUrl);
  }

  /** Adds topics that no other test uses, and an application id. */
  public TestSettings named(String name) {
    TOPICS.forEach(topic -> with("topics." + topic + "=" + name + "-" + topic.replace(".", "-")));
    return with("stream.application.id=" + name);
  }

  /** Chooses an untrained network, and saves it in the folder if its file is missing. */
  public TestSettings untrained(Path folder) {
    Path file = folder.resolve("untrained.safetensors");
    if (!Files.exists(file)) {
      CheckpointFile.save(InitialWeights.of(1), file);
    }
    return with("model.checkpoint=" + file);
  }

  /** Chooses an untrained network for every modality, and reads the inputs of all of them. */
  public TestSettings untrainedForAll(Path folder) {
    Path file = folder.resolve("untrained-for-all.safetensors");
    if (!Files.exists(file)) {
      CheckpointFile.save(InitialWeights.of(1, EnumSet.allOf(Modality.class)), file);
    }
    return with("model.checkpoint=" + file, "modalities=image,caption,sound");
  }

  public TestSettings with(String... more) {
    return with(List.of(more));
  }

  public TestSettings with(List<String> more) {
    overrides.addAll(more);
    return this;
  }

  public Settings load() {
    return Settings.load(new Sources(Optional.empty(), Map.of(), overrides));
  }

  public List<String> overrides() {
    return List.copyOf(overrides);
  }

  /** Returns the command line with each override as a {@code --set}. */
  public String[] commandLine(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    overrides.forEach(each -> all.addAll(List.of("--set", each)));
    return all.toArray(String[]::new);
  }
}
