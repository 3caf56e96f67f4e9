package io.contrastream.config;

/**
 * When the last proven checkpoint is activated again by itself.
 *
 * @param factor by which the live loss must be worse than under that one
 * @param windows of the loss in a row that must be worse, whichever newer checkpoints they are of
 * @param tolerated a mean loss that is never too bad
 * @param pairs that a window must hold to count
 */
public record RollbackSettings(
    boolean enabled, double factor, double tolerated, int windows, int pairs) {

  public RollbackSettings {
    Checks.of("rollback")
        .between(1.0, factor, 1000.0, "factor")
        .between(0.0, tolerated, 4.0, "tolerated.loss")
        .between(1, windows, 1000, "windows")
        .between(1, pairs, 1_000_000, "pairs")
        .done();
  }
}
