package io.contrastream.config;

/**
 * The unparsed value of a setting.
 *
 * @param origin a file, an environment variable or {@code --set}, for messages
 */
record Value(String text, String origin) {

  /** Returns one line of a {@link ConfigException}. */
  String fault(String key, String allowed) {
    // The allowed text names the nearest key: a misspelt key is as secret as that one.
    String shown = Secrets.mask(key + " " + allowed, text);
    return "%s = %s (%s): must be %s".formatted(key, shown, origin, allowed);
  }

  /** Leaves out the text, since it may be secret. */
  @Override
  public String toString() {
    return "Value[" + origin + "]";
  }
}
