package io.contrastream.cli.sink;

import io.contrastream.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "sink",
    description = {
      "Copy the embeddings into files or a database, until stopped.",
      "Each embedding is stored exactly once, whenever the sink is killed."
    },
    footer = {
      "  contrastream sink jsonl vectors",
      "  contrastream sink parquet vectors --to-end",
      "  contrastream sink pgvector"
    },
    subcommands = {
      FileSinkCommand.JsonLines.class,
      FileSinkCommand.Parquet.class,
      PgvectorSinkCommand.class
    })
public final class SinkCommand extends CommandGroup {}
