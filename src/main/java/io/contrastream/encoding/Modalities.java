package io.contrastream.encoding;

import io.contrastream.schema.Modality;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names of modalities that people read and write: in settings, options, messages, requests. */
public final class Modalities {
  private Modalities() {}

  public static String name(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Modality> named(String name) {
    return Arrays.stream(Modality.values()).filter(each -> name(each).equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return names(List.of(Modality.values()));
  }

  /** The names of these, for messages. */
  public static String names(Collection<Modality> modalities) {
    return modalities.stream().map(Modalities::name).collect(Collectors.joining(", "));
  }
}
