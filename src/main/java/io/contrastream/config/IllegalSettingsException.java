package io.contrastream.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A record of settings was given values that it does not allow. */
public final class IllegalSettingsException extends IllegalArgumentException {
  private final transient Map<String, String> allowedByKey;

  IllegalSettingsException(Map<String, String> allowedByKey) {
    super(
        allowedByKey.entrySet().stream()
            .map(fault -> fault.getKey() + " must be " + fault.getValue())
            .collect(Collectors.joining("; ")));
    this.allowedByKey = Collections.unmodifiableMap(new LinkedHashMap<>(allowedByKey));
  }

  /** What is allowed, for each key that is wrong. */
  Map<String, String> allowedByKey() {
    return allowedByKey;
  }
}
