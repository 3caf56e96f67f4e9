package io.contrastream.cli.bench;

import io.contrastream.config.Settings;
import io.contrastream.schema.Modality;

/**
 * The settings of a measured processor, and the machine's number of cores.
 *
 * @param batchSize of the inputs that are sent
 */
record ProcessorSetup(
    String guarantee,
    long commitIntervalMs,
    int partitions,
    int threads,
    int batchSize,
    int cores) {

  static ProcessorSetup of(Settings settings, Modality modality) {
    return new ProcessorSetup(
        settings.stream().guarantee().kafkaName(),
        settings.stream().commitInterval().toMillis(),
        settings.topics().partitions(),
        settings.stream().threads(),
        settings.batch().of(modality).size(),
        Runtime.getRuntime().availableProcessors());
  }

  String text() {
    return "%s, commit interval %d ms, %d threads, %d partitions, %d cores"
        .formatted(guarantee, commitIntervalMs, threads, partitions, cores);
  }
}
