package io.contrastream.config;

/**
 * A setting as it was written.
 *
 * @param origin for messages: a file, an environment variable, or {@code --set}
 */
record Value(String text, String origin) {

  /** One line of a {@link ConfigException}. */
  String fault(String key, String allowed) {
    // A key that was misspelt is as secret as the one that is allowed.
    String shown = Secrets.mask(key + " " + allowed, text);
    return "%s = %s (%s): must be %s".formatted(key, shown, origin, allowed);
  }

  /** The text may be secret. */
  @Override
  public String toString() {
    return "Value[" + origin + "]";
  }
}
