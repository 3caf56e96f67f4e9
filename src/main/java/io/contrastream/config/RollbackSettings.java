package io.contrastream.config;

/**
 * When the best proven checkpoint is activated again automatically.
 *
 * @param factor how many times the loss under the proven checkpoint the live loss must exceed
 * @param toleratedLoss a mean loss that never triggers a rollback
 * @param windows how many loss windows in a row must be worse, of any newer checkpoints
 * @param pairs minimum number of pairs in a window for it to count
 */
public record RollbackSettings(
    boolean enabled, double factor, double toleratedLoss, int windows, int pairs) {

  public RollbackSettings {
    Checks.of("rollback")
        .between(1.0, factor, 1000.0, "factor")
        .between(0.0, toleratedLoss, 4.0, "tolerated.loss")
        .between(1, windows, 1000, "windows")
        .between(1, pairs, 1_000_000, "pairs")
        .done();
  }
}
