package io.contrastream.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * An outcome of a check.
 *
 * @param check name of the check
 * @param seen what the check found, as text without secrets
 * @param remedy what to do; empty if nothing needs to be done
 */
public record Finding(String check, Result result, String seen, String remedy) {

  /** How severe a finding is. */
  public enum Result {
    OK,
    /** The program runs, but something is not as it should be. */
    WARNING,
    /** The program, or a part of it, can't run. */
    FAILED,
    /** The check did not run, because another one failed. */
    SKIPPED;

    /** The name in lower case, for text and JSON. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
