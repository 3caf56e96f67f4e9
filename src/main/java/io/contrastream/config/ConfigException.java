package io.contrastream.config;

import java.util.List;

/** Some settings are wrong. The message lists all faults, one per line. */
public final class ConfigException extends RuntimeException {
  private final transient List<String> faults;

  public ConfigException(List<String> faults) {
    super(
        (faults.size() == 1 ? "A setting is wrong:" : faults.size() + " settings are wrong:")
            + String.join("", faults.stream().map(fault -> "\n  " + fault).toList()));
    this.faults = List.copyOf(faults);
  }

  /**
   * Returns the faults. Each names the key, its value unless secret, its origin and the allowed
   * values.
   */
  public List<String> faults() {
    return faults;
  }
}
