package io.contrastream.cli.sink;

import io.contrastream.config.Settings;
import io.contrastream.sink.Store;
import io.contrastream.sink.file.FileFormat;
import io.contrastream.sink.file.FileStore;
import io.contrastream.topic.Topics;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies the embeddings into files. */
@Command
abstract class FileSinkCommand extends SinkTask {
  @Parameters(
      paramLabel = "DIR",
      description =
          "Folder of the files, which also tell where the sink continues; created if missing.")
  private Path folder;

  private final FileFormat format;

  FileSinkCommand(FileFormat format) {
    this.format = format;
  }

  @Override
  final Store store(Settings settings, Topics topics, Consumer<String> notes) {
    return new FileStore(folder, topics.embeddings().name(), format, settings.sink());
  }

  @Override
  final String target(Settings settings) {
    return "files in " + folder;
  }

  @Command(
      name = "jsonl",
      description = "Copy the embeddings into files with a JSON object per line.",
      footer = {
        "  contrastream sink jsonl vectors",
        "  contrastream sink jsonl vectors --to-end --json",
        "  contrastream sink jsonl vectors --set sink.roll.interval=1h"
      })
  static final class JsonLines extends FileSinkCommand {
    JsonLines() {
      super(FileFormat.JSONL);
    }
  }

  @Command(
      name = "parquet",
      description = "Copy the embeddings into Parquet files.",
      footer = {
        "  contrastream sink parquet vectors",
        "  contrastream sink parquet vectors --set sink.roll.size=256MiB"
      })
  static final class Parquet extends FileSinkCommand {
    Parquet() {
      super(FileFormat.PARQUET);
    }
  }
}
