package io.contrastream.config;

import java.util.List;

/**
 * Settings are wrong: all faults at once, each on a line of its own for the person who set them.
 */
public final class ConfigException extends RuntimeException {
  private final transient List<String> faults;

  public ConfigException(List<String> faults) {
    super(
        (faults.size() == 1 ? "A setting is wrong:" : faults.size() + " settings are wrong:")
            + String.join("", faults.stream().map(fault -> "\n  " + fault).toList()));
    this.faults = List.copyOf(faults);
  }

  /** Each names the key, its value (hidden where secret), where it came from, what is allowed. */
  public List<String> faults() {
    return faults;
  }
}
