package io.contrastream.dashboard;

import io.contrastream.schema.Modality;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names of modalities in requests and answers, which are those in the settings. */
final class Modalities {
  private Modalities() {}

  static String name(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  static Optional<Modality> named(String name) {
    return Arrays.stream(Modality.values()).filter(each -> name(each).equals(name)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(Modality.values()).map(Modalities::name).collect(Collectors.joining(", "));
  }
}
