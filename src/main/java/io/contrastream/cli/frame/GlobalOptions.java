package io.contrastream.cli.frame;

import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.training.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that every command accepts, before or after its name. The root command holds them as
 * a {@code @Mixin} named {@link #MIXIN}.
 */
public final class GlobalOptions {
  public static final String MIXIN = "globalOptions";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 100,
      description = "Settings file (default: config/contrastream.yaml).")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      order = 101,
      description =
          "Override one setting, such as batch.size=64; repeatable (default: as in the settings"
              + " file).")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--log-stderr",
      scope = ScopeType.INHERIT,
      order = 102,
      description = "Also write the log to standard error.")
  private boolean logToStandardError;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      order = 103,
      description = "Log at debug level.")
  private boolean verbose;

  private final Set<String> noted = new HashSet<>();

  /** Returns the options of the program that the command belongs to. */
  static GlobalOptions of(CommandSpec command) {
    return (GlobalOptions) command.root().mixins().get(MIXIN).userObject();
  }

  public void startLog() {
    LogFile.start(verbose, logToStandardError);
  }

  /** Does the work of {@link CommandContext#settings(List, List)}. */
  Settings settings(List<String> suggested, List<String> forced, Consumer<String> notes) {
    List<String> all = new ArrayList<>(suggested);
    all.addAll(overrides);
    all.addAll(forced);
    Sources sources = Sources.of(Optional.ofNullable(config), all);
    Settings settings =
        Settings.load(
            sources,
            note -> {
              if (noted.add(note)) { // a command may load them several times
                notes.accept(note);
              }
            });
    Loss.ofSetting(settings.training().steps().loss()); // config cannot know which losses there are
    return settings;
  }
}
