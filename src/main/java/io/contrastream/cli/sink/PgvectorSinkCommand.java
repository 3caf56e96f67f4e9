package io.contrastream.cli.sink;

import io.contrastream.config.Settings;
import io.contrastream.sink.NewestSpace;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.sink.Store;
import io.contrastream.sink.pgvector.PgvectorStore;
import io.contrastream.topic.Topics;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "pgvector",
    description = {
      "Copy the embeddings into PostgreSQL with pgvector, for search in SQL.",
      "The settings sink.url, sink.user and sink.password name the database."
    },
    footer = {
      "  contrastream sink pgvector",
      "  contrastream sink pgvector --to-end \\",
      "    --set sink.url=jdbc:postgresql://db:5432/vectors"
    })
final class PgvectorSinkCommand extends SinkTask {
  @Option(
      names = "--space",
      paramLabel = "ID",
      description =
          "Space that the view embeddings shows, at once (default: the newest one, as soon as it"
              + " is complete or has as many rows as the one before).")
  private String space;

  @Override
  Store store(Settings settings, Topics topics, Consumer<String> notes) {
    SpaceChoice choice =
        space == null ? new NewestSpace(settings, topics.checkpoints()) : SpaceChoice.fixed(space);
    return new PgvectorStore(settings.sink(), topics.embeddings().name(), choice, notes);
  }

  @Override
  String target(Settings settings) {
    return settings.sink().url().split("\\?", 2)[0];
  }
}
