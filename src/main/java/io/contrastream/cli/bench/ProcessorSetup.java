package io.contrastream.cli.bench;

import io.contrastream.config.Settings;

/** The settings of a measured processor, and the machine's number of cores. */
record ProcessorSetup(
    String guarantee,
    long commitIntervalMs,
    int partitions,
    int threads,
    int batchSize,
    int cores) {

  static ProcessorSetup of(Settings settings) {
    return new ProcessorSetup(
        settings.stream().guarantee().kafkaName(),
        settings.stream().commitInterval().toMillis(),
        settings.topics().partitions(),
        settings.stream().threads(),
        settings.batch().size(),
        Runtime.getRuntime().availableProcessors());
  }

  String text() {
    return "%s, commit interval %d ms, %d threads, %d partitions, %d cores"
        .formatted(guarantee, commitIntervalMs, threads, partitions, cores);
  }
}
