package io.contrastream.training;

import io.contrastream.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The losses by name, for {@code fit --loss} and {@code training.loss}. A new loss needs its class
 * and a line here.
 */
public enum Loss {
  /** {@code training.loss} also knows it as contrastive. */
  PAIR(temperature -> new GivenPairsLoss(), "contrastive"),
  ALL_PAIRS(temperature -> new AllPairsLoss(false)),
  COSINE_DISTANCE(temperature -> new AllPairsLoss(true)),
  INFONCE(InfoNce::new),
  /** For pairs across modalities. */
  SYMMETRIC(SymmetricInfoNce::new);

  private final DoubleFunction<PairLoss> factory;
  private final List<String> names;

  Loss(DoubleFunction<PairLoss> factory, String... aliases) {
    this.factory = factory;
    names = Stream.concat(Stream.of(name().toLowerCase(Locale.ROOT)), Stream.of(aliases)).toList();
  }

  /**
   * @param temperature of a softmax, above 0; ignored by losses without one
   */
  public PairLoss create(double temperature) {
    return factory.apply(temperature);
  }

  /**
   * Returns the loss that {@code training.loss} names.
   *
   * @throws ConfigException if there is no such loss, or it needs labels, which pairs of the stream
   *     may lack
   */
  public static Loss ofSetting(String name) {
    return Arrays.stream(values())
        .filter(loss -> loss.fitsStream() && loss.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of("training.loss = %s: must be one of %s".formatted(name, allNames()))));
  }

  /**
   * Returns the loss that {@code training.across.loss} names. Pairs without labels are not trained
   * on with it, and what {@link #SYMMETRIC} learns would be lost at each restart.
   *
   * @throws ConfigException if there is no such loss
   */
  public static Loss ofAcrossSetting(String name) {
    return Stream.of(PAIR, ALL_PAIRS, COSINE_DISTANCE, INFONCE)
        .filter(loss -> loss.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of(
                        "training.across.loss = %s: must be one of contrastive, all_pairs,"
                                .formatted(name)
                            + " cosine_distance, infonce")));
  }

  /** Whether the loss can be created with this temperature. */
  public boolean takes(double temperature) {
    return temperature > 0
        && (this != SYMMETRIC
            || temperature >= SymmetricInfoNce.MIN_TEMPERATURE
                && temperature <= SymmetricInfoNce.MAX_TEMPERATURE);
  }

  private boolean fitsStream() {
    return this == PAIR || this == INFONCE;
  }

  private static String allNames() {
    return Arrays.stream(values())
        .filter(Loss::fitsStream)
        .flatMap(loss -> loss.names.stream())
        .collect(Collectors.joining(", "));
  }
}
